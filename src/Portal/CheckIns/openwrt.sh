#!/bin/sh
# HotspotManager: this router reports itself once a minute (cron). Device, key and portal stand in the .conf file beside this script.
# What could not be sent waits in memory, a day of it at most, and goes out later. Needs sh, awk, sed, tr, sha256sum and curl, uclient-fetch or wget.
device='' key='' portal='' wan=''; . "${0%.sh}.conf" || exit 1
spool=${HOTSPOT_SPOOL:-/tmp/hotspot-checkin}; mkdir -p "$spool" && cd "$spool" || exit 1
grep -q checkin "/proc/$(cat pid 2>/dev/null)/cmdline" 2>/dev/null && exit 0 # the last one is still at it
echo $$ >pid; trap 'rm -f pid' EXIT; trap 'exit 1' INT TERM
sum() { sha256sum | cut -c1-64; }
seal() { # HMAC-SHA-256 of standard input: the key is 64 hex digits, one block, so both paddings are a translation of 16 characters
	inner=$({ printf %s "$key" | tr 0123456789abcdef '\006\007\004\005\002\003\000\001\016\017WTURSP' && cat; } | sum |
		awk '{ h = "123456789abcdef"; for (i = 1; i < 64; i += 2) printf "\\%03o", 16 * index(h, substr($0, i, 1)) + index(h, substr($0, i + 1, 1)) }')
	# shellcheck disable=SC2059
	{ printf %s "$key" | tr 0123456789abcdef 'lmnohijkde=>?89:' && printf "$inner"; } | sum
}
send() {
	if command -v curl >/dev/null; then curl -fsS -m 15 -H 'Content-Type: text/plain' --data-binary @post "$1"
	elif command -v uclient-fetch >/dev/null; then uclient-fetch -q -T 15 -O - --post-file=post "$1"
	else wget -q -T 15 -O - --post-file=post "$1"; fi 2>/dev/null
}
seconds() { cut -d. -f1 /proc/uptime; }
[ "$1" = now ] || sleep "$(printf '%s\n' "$key" | sed 's/[^0-9]//g; s/^0*//' | cut -c1-4 | awk '{ print $1 % 40 }')" # routers do not all come at once
[ -n "$wan" ] || wan=$(awk '$2 == "00000000" { print $1; exit }' /proc/net/route)
octets() { cat "/sys/class/net/$wan/statistics/$1_bytes" 2>/dev/null || echo -; }
command -v iw >/dev/null && clients=$(for i in $(iw dev | awk '$1 == "Interface" { print $2 }'); do iw dev "$i" station dump; done 2>/dev/null | grep -c ^Station)
leases=$(grep -c . /tmp/dhcp.leases 2>/dev/null)
about="$(cat /tmp/sysinfo/model 2>/dev/null) $(. /etc/openwrt_release 2>/dev/null && echo "$DISTRIB_DESCRIPTION")"
echo "at $(seconds) $(octets rx) $(octets tx) ${clients:--} ${leases:--} $(uci -q get dhcp.lan.limit 2>/dev/null || echo -)" >>waiting && tail -n 1440 waiting >kept && mv kept waiting
for try in 1 2 3 4 5 6; do
	{ echo "hc1 $(cat number 2>/dev/null || echo -) $(seconds)" && echo "about $about" && head -n 300 waiting; } >post
	said=$(seal <post)
	answer=$(send "$portal/checkin?d=$device&s=$said") || { [ "$1" != now ] && [ $try -lt 3 ] && sleep 5 && continue || exit 1; }
	[ "$(printf '%s\n' "$said" "$answer" | sed '$d' | seal)" = "$(printf '%s\n' "$answer" | tail -n 1)" ] || exit 1
	echo "$answer" | awk 'NR == 1 { print $3 }' >number
	[ "$(date +%Y)" -ge 2020 ] || date -s "@$(echo "$answer" | awk 'NR == 1 { print $4 }')" >/dev/null 2>&1 # it started in 1970
	case $answer in "hc1 ok "*) sed 1,300d waiting >kept && mv kept waiting && [ ! -s waiting ] && exit 0 ;; esac
done
