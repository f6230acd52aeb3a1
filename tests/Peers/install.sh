#!/usr/bin/env bash
# Installs the Debian packages that the tests talk to, only those that are missing. `--list` only names what is missing.
# Nothing of them is started here: tests start and end each program themselves.
set -uo pipefail
# package=file it brings (a pattern may stand for its version; postgresql is the server: the client alone brings the folder too)
packages=(
  opennds=/usr/bin/opennds dnsmasq-base=/usr/sbin/dnsmasq nftables=/usr/sbin/nft iptables=/usr/sbin/iptables iproute2=/sbin/ip
  isc-dhcp-client=/sbin/dhclient curl=/usr/bin/curl busybox=/bin/busybox php-cli=/usr/bin/php hostapd=/usr/sbin/hostapd wpasupplicant=/sbin/wpa_supplicant eapoltest=/usr/bin/eapol_test
  freeradius=/usr/sbin/freeradius freeradius-utils=/usr/bin/radclient radsecproxy=/usr/sbin/radsecproxy snmp=/usr/bin/snmpget snmpd=/usr/sbin/snmpd snmpsim=/usr/bin/snmpsimd 'postgresql=/usr/lib/postgresql/*/bin/initdb' chromium=/usr/bin/chromium
  wireguard-tools=/usr/bin/wg
  kannel=/usr/sbin/bearerbox kannel-extras=/usr/lib/kannel/test/fakesmsc
  fonts-dejavu-core=/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf python3-pyrad=/usr/lib/python3/dist-packages/pyrad/client.py python3-aiosmtpd=/usr/lib/python3/dist-packages/aiosmtpd/smtp.py procps=/usr/bin/pgrep strace=/usr/bin/strace
)
missing=()
for entry in "${packages[@]}"; do
  compgen -G "${entry#*=}" >/dev/null || missing+=("${entry%%=*}")
done
[ "${#missing[@]}" -eq 0 ] && exit 0
if [ "${1:-}" = --list ]; then
  printf '%s\n' "${missing[@]}"
  exit 0
fi
[ "$(id -u)" -eq 0 ] || { echo "installing needs root: ${missing[*]}" >&2; exit 1; }
command -v apt-get >/dev/null || { echo "not a Debian machine; missing: ${missing[*]}" >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive
# No service manager may start what is installed.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi
apt-get install -y -qq --no-install-recommends "${missing[@]}" || { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; }
