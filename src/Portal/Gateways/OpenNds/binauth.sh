#!/bin/sh
# HotspotManager for openNDS: sets each phone's limits and reports what it used.
#
# openNDS runs this file (option "binauth"):
#   auth_client MAC REDIR AGENT IP TOKEN CUSTOM       may this phone in? prints "seconds up down upquota downquota"
#   METHOD MAC IN OUT START END TOKEN CUSTOM          client_auth, timeout_deauth, downquota_deauth, ... for the record
# cron runs it once a minute as "binauth.sh watch": counters of who is online go out, and who is to be put out comes back.
#
# Needs what openNDS needs itself: sh, awk, sed, sha256sum (or openssl), and one of curl, uclient-fetch, wget.
# The shared key and the portal's address are read from openNDS's own settings (faskey, fasremoteip, fasport, faspath);
# a file NAME.conf beside this one overrides them, in lines like "portal http://portal.example:8080/g/rw05".

conf="${0%.sh}.conf"
spool="${HOTSPOT_SPOOL:-/tmp/hotspot-spool}"

setting() {
	found=
	[ -r "$conf" ] && found=$(awk -v k="$1" '$1 == k { print $2; exit }' "$conf")
	[ -z "$found" ] && command -v uci >/dev/null 2>&1 && found=$(uci -q get "opennds.@opennds[0].$1")
	[ -z "$found" ] && [ -r /etc/opennds/opennds.conf ] && found=$(awk -v k="$1" '$1 == k { print $2; exit }' /etc/opennds/opennds.conf)
	printf '%s' "$found"
}

say() {
	command -v logger >/dev/null 2>&1 && logger -t hotspot-binauth "$1" 2>/dev/null
	return 0
}

if command -v sha256sum >/dev/null 2>&1; then
	hash() { printf '%s' "$1" | sha256sum | cut -c1-64; }
else
	hash() { printf '%s' "$1" | openssl dgst -sha256 | sed 's/^.*= *//'; }
fi

# Nested, so that a sealed text cannot be lengthened by someone without the key.
seal() { hash "$key$(hash "$key$1")"; }

bare() { printf '%s' "$1" | tr -d ':-' | tr 'ABCDEF' 'abcdef'; }

address() {
	portal=$(setting portal)
	if [ -z "$portal" ]; then
		host=$(setting fasremotefqdn)
		[ -z "$host" ] && host=$(setting fasremoteip)
		port=$(setting fasport)
		portal="http://$host:${port:-80}$(setting faspath)"
	fi
	portal="${portal%/}"
}

# Checks CUSTOM ($1) for this MAC ($2) and TOKEN ($3); leaves the grant and its limits, or returns 1.
ticket() {
	case $1 in hm1.*) ;; *) return 1 ;; esac
	case $1 in *[!A-Za-z0-9._-]*) return 1 ;; esac
	text=${1%.*}
	given=${1##*.}
	mac=$(bare "$2")
	token=$3
	[ -n "$key" ] && [ "$(seal "$text")" = "$given" ] || return 1
	before=$IFS
	IFS=.
	set -f
	# shellcheck disable=SC2086
	set -- $text
	set +f
	IFS=$before
	[ $# -eq 9 ] || return 1
	[ "$3" = "$mac" ] || return 1
	grant=$2
	entry=$4
	limits="$5 $6 $7 $8 $9"
}

# Sends the messages ($1) and prints the portal's answer when it is truly the portal's; 1 when they did not arrive.
post() {
	sent=$(seal "$1")
	body="m=$1&s=$sent"
	if command -v curl >/dev/null 2>&1; then
		answer=$(curl -fsS -m 20 --data "$body" "$portal/counters" 2>/dev/null) || return 1
	elif command -v uclient-fetch >/dev/null 2>&1; then
		answer=$(uclient-fetch -q -T 20 -O - --post-data="$body" "$portal/counters" 2>/dev/null) || return 1
	else
		answer=$(wget -q -T 20 -O - --post-data="$body" "$portal/counters" 2>/dev/null) || return 1
	fi
	case $answer in a1*.*) ;; *) return 1 ;; esac
	[ "$(seal "${answer%.*}.$sent")" = "${answer##*.}" ] || return 1
	printf '%s' "${answer%.*}"
}

# Puts out the phones an answer ($1) names: a1, then hardware addresses.
obey() {
	for one in $(printf '%s' "$1" | tr '.' ' '); do
		[ "$one" = a1 ] && continue
		ndsctl deauth "$(printf '%s' "$one" | sed 's/../&:/g; s/:$//')" >/dev/null 2>&1
	done
}

# Sends what waits in the spool, all of it in one post; keeps it when the portal does not answer. One at a time.
flush() {
	if ! mkdir "$spool/lock" 2>/dev/null; then
		holder=$(cat "$spool/lock/pid" 2>/dev/null)
		[ -n "$holder" ] && kill -0 "$holder" 2>/dev/null && return 0
		rm -f "$spool/lock/pid"
	fi
	echo "$1" >"$spool/lock/pid"
	for round in 1 2 3; do
		while :; do
			messages=
			files=
			count=0
			for file in "$spool"/m.*; do
				[ -f "$file" ] || continue
				count=$((count + 1))
				[ $count -gt 200 ] && break
				messages="$messages${messages:+~}$(cat "$file")"
				files="$files $file"
			done
			[ -z "$files" ] && break 2
			post "$messages" >/dev/null || break
			# shellcheck disable=SC2086
			rm -f $files
		done
		sleep $((round * 5))
	done
	rm -f "$spool/lock/pid"
	rmdir "$spool/lock" 2>/dev/null
}

# Counters of everyone online, as messages with "~" between them.
online() {
	ndsctl json 2>/dev/null | awk -F'"' -v now="$(date +%s)" '
		function tell() {
			if (state == "Authenticated" && custom ~ /^hm1\./) {
				split(custom, part, ".")
				gsub(/:/, "", mac)
				printf "%sc1.interim.%s.%s.%s.%.0f.%.0f.%.0f.%.0f", between, part[2], tolower(mac), token, down * 1024, up * 1024, start, now
				between = "~"
			}
			state = custom = ""
		}
		$2 == "mac" { tell(); mac = $4 }
		$2 == "token" { token = $4 }
		$2 == "state" { state = $4 }
		$2 == "custom" { custom = $4 }
		$2 == "session_start" { start = $4 }
		$2 == "download_this_session" { down = $4 }
		$2 == "upload_this_session" { up = $4 }
		END { tell() }'
}

key=$(setting faskey)

case $1 in
auth_client)
	# openNDS lets a phone in when this script fails, and refuses when it ends well but prints nothing
	# (9.10 and 10.3, do_binauth in http_microhttpd.c): so every refusal is silence and exit 0.
	if ticket "$7" "$2" "$6" && [ "$(hash "$token" | cut -c1-16)" = "$entry" ]; then
		echo "$limits"
	else
		say "refused $2: no valid ticket from the portal"
	fi
	;;
watch)
	address
	mkdir -p "$spool"
	flush $$
	messages=$(online)
	for round in 1 2 3 4 5 6 7 8 9; do
		[ -z "$messages" ] && messages="c0.$(date +%s).$$.$round"
		answer=$(post "$messages") && obey "$answer"
		messages=
		[ "$2" = once ] && break
		[ $round -lt 9 ] && sleep 6
	done
	;;
client_auth | ndsctl_auth | *_deauth)
	# openNDS waits for this script: write down, and send behind its back.
	if ticket "$8" "$2" "$7"; then
		address
		mkdir -p "$spool"
		name="m.$(date +%s).$$"
		echo "c1.$1.$grant.$mac.$token.$3.$4.$5.$6" >"$spool/.$name" && mv "$spool/.$name" "$spool/$name"
		(
			sleep 1
			flush "$(sh -c 'echo $PPID')"
		) </dev/null >/dev/null 2>&1 &
	fi
	;;
esac
exit 0
