#!/bin/sh
# HotspotManager for openNDS: sets each phone's limits and reports what it used. openNDS runs it (option "binauth"):
#   auth_client MAC REDIR AGENT IP TOKEN CUSTOM       may this phone in? prints "seconds up down upquota downquota"
#   METHOD MAC IN OUT START END TOKEN CUSTOM          client_auth, timeout_deauth, downquota_deauth, ... for the record
# and cron once a minute as "binauth.sh watch": the counters of who is online go out, and who is to be put out comes back.
# Key and portal are openNDS's own settings (faskey, fasremotefqdn or fasremoteip, fasport, faspath); a file NAME.conf beside
# this one overrides them ("portal https://portal.example/g/rw05"). Needs sh, awk, sed, tr, sha256sum and curl, uclient-fetch or wget.
conf="${0%.sh}.conf"
spool="${HOTSPOT_SPOOL:-/tmp/hotspot-spool}"

setting() {
	found=$(awk -v k="$1" '$1 == k { print $2; exit }' "$conf" 2>/dev/null)
	[ -z "$found" ] && found=$(uci -q get "opennds.@opennds[0].$1" 2>/dev/null)
	[ -z "$found" ] && found=$(awk -v k="$1" '$1 == k { print $2; exit }' /etc/opennds/opennds.conf 2>/dev/null)
	printf %s "$found"
}

sum() { sha256sum | cut -c1-64; }

# HMAC-SHA-256 (RFC 2104) of standard input. Its key is 64 hex digits, one block, so both paddings are a translation of 16 characters.
seal() {
	inner=$({ printf %s "$hmac" | tr 0123456789abcdef '\006\007\004\005\002\003\000\001\016\017WTURSP' && cat; } | sum)
	inner=$(echo "$inner" | awk '{ h = "123456789abcdef"; for (i = 1; i < 64; i += 2) printf "\\%03o", 16 * index(h, substr($0, i, 1)) + index(h, substr($0, i + 1, 1)) }')
	# shellcheck disable=SC2059
	{ printf %s "$hmac" | tr 0123456789abcdef 'lmnohijkde=>?89:' && printf "$inner"; } | sum
}

# Is this CUSTOM ($1) the portal's ticket for this MAC ($2) and TOKEN ($3)? Leaves grant and limits.
ticket() {
	case $1 in hm2.*) ;; *) return 1 ;; esac
	case $1 in *[!A-Za-z0-9._-]*) return 1 ;; esac
	[ -n "$key" ] && [ "$(printf %s "${1%.*}" | seal | cut -c1-32)" = "${1##*.}" ] || return 1
	entry=$(printf %s "$(printf %s "$3" | sum)$key" | sum | cut -c1-16)
	# shellcheck disable=SC2046
	set -- "$(printf %s "$2" | tr -d :)" $(printf %s "${1%.*}" | tr . ' ')
	[ $# -eq 10 ] && [ "$5" = "$entry" ] || return 1
	[ "$4" = "$1" ] || [ "$4" = 000000000000 ] || return 1 # level 0 tells no hardware address
	grant=$3 limits="$6 $7 $8 $9 ${10}"
}

fetch() {
	if command -v curl >/dev/null; then curl -fsS -m 20 --data-binary "@$2" "$1"
	elif command -v uclient-fetch >/dev/null; then uclient-fetch -q -T 20 -O - --post-file="$2" "$1"
	else wget -q -T 20 -O - --post-file="$2" "$1"; fi 2>/dev/null
}

# Posts the messages on standard input ($1: "all" when they name everyone online) and obeys the answer; 1: they did not arrive.
post() {
	cat >"$spool/.body.$$"
	for try in 1 2 3; do
		{ echo "hm2 $(cat "$spool/nonce" 2>/dev/null || echo -) $(date +%s) $1" && cat "$spool/.body.$$"; } >"$spool/.post.$$"
		sent=$(seal <"$spool/.post.$$")
		answer=$(fetch "$portal/counters?s=$sent" "$spool/.post.$$") || return 1
		[ "$(printf '%s\n' "$sent" "$answer" | sed '$d' | seal)" = "$(printf '%s\n' "$answer" | sed -n '$p')" ] || return 1
		printf '%s\n' "$answer" | awk 'NR == 1 { print $2 }' >"$spool/nonce"
		case $answer in *" again"*) ;; *) break ;; esac # the number was used or old: once more with the new one
	done
	printf '%s\n' "$answer" | sed -n 's/^deauth //p' | while read -r one; do ndsctl deauth "$one" >/dev/null 2>&1; done
}

# Sends what was written down; what did not arrive stays for the next time. Sent twice it does no harm.
flush() {
	files=$(ls "$spool"/e.* 2>/dev/null | head -n 200)
	# shellcheck disable=SC2086
	[ -z "$files" ] || { cat $files 2>/dev/null | post some && rm -f $files; }
}

key=$(setting faskey)
hmac=$(printf %s "$key" | sum)
portal=$(setting portal)
host=$(setting fasremotefqdn)
[ -n "$portal" ] || portal="http$([ "$(setting fas_secure_enabled)" -ge 3 ] 2>/dev/null && echo s)://${host:-$(setting fasremoteip)}:$(setting fasport)$(setting faspath)"
portal="${portal%/}"
mkdir -p "$spool"

case $1 in
auth_client)
	# openNDS lets a phone in when this script fails, and refuses when it prints nothing: a refusal is silence and exit 0.
	if ticket "$7" "$2" "$6"; then echo "$limits"; else logger -t hotspot-binauth "refused $2: no valid ticket from the portal" 2>/dev/null; fi
	;;
watch)
	flush
	reach=$(ndsctl json 2>/dev/null | tee "$spool/.json.$$" | grep -q '^{' && echo all || echo some) # a busy ndsctl names nobody
	awk -F'"' -v now="$(date +%s)" '
		function tell() { if (state == "Authenticated" && custom ~ /^hm2\./) { split(custom, t, "."); printf "interim %s %s %s %.0f %.0f %.0f %.0f\n", t[2], mac, token, down * 1024, up * 1024, start, now } state = custom = "" }
		$2 == "mac" { tell(); mac = $4 } $2 == "token" { token = $4 } $2 == "state" { state = $4 } $2 == "custom" { custom = $4 }
		$2 == "session_start" { start = $4 } $2 == "download_this_session" { down = $4 } $2 == "upload_this_session" { up = $4 }
		END { tell() }' "$spool/.json.$$" | post "$reach"
	for round in 1 2 3 4 5 6 7 8; do [ "$2" = once ] || { sleep 6 && flush && post some </dev/null; }; done
	rm -f "$spool"/.*."$$"
	;;
client_auth | ndsctl_auth | *_deauth)
	# openNDS waits for this script: write down, and send behind its back.
	if ticket "$8" "$2" "$7"; then
		echo "$1 $grant $2 $7 $3 $4 $5 $6" >"$spool/.e.$$" && mv "$spool/.e.$$" "$spool/e.$(date +%s).$$"
		(sleep 1 && flush && rm -f "$spool"/.*."$$") </dev/null >/dev/null 2>&1 &
	fi
	;;
esac
exit 0
