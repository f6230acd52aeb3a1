#!/bin/bash
# The router: process 1 of its own process and mount namespaces, inside the gateway's network namespace. $1: the lab's folder.
# openNDS edits /etc/hosts and /etc/dnsmasq.conf, keeps its state in /run and /tmp, and ends other processes by name: it gets its own of each.
set -e
mkdir -p "$1/etc"
mount -t tmpfs router-etc "$1/etc"
cp -a /etc/. "$1/etc/"
mount --bind "$1/etc" /etc
mount --bind "$1" /mnt
mount -t tmpfs router-run /run
mount -t tmpfs router-tmp /tmp
mkdir -p /var/lib/misc
mount -t tmpfs router-leases /var/lib/misc
mkdir -p /run/tmpfiles.d
export PATH=/mnt/stand-ins:/usr/sbin:/usr/bin:/sbin:/bin
cp /mnt/opennds.conf /etc/opennds/opennds.conf
cp /mnt/dnsmasq.conf /etc/dnsmasq.conf
cp /mnt/hosts /etc/hosts
# What PHP trusts: authmon checks the portal's certificate.
[ -e /mnt/ca.pem ] && export SSL_CERT_FILE=/mnt/ca.pem
cp -a /mnt/files/. /
systemctl restart dnsmasq
# openNDS gives up with "Unable to get routing configuration" when the next hop has no neighbour entry.
read -r address hardware </mnt/nexthop
ip neigh replace "$address" lladdr "$hardware" dev wan nud permanent
trap 'kill -TERM "$nds" 2>/dev/null; wait "$nds"; exit 0' TERM INT
# It sometimes ends at start all the same: its unit would start it again.
for try in 1 2 3 4 5 6 7 8 9 10; do
  opennds -f &
  nds=$!
  wait "$nds" || true
  echo "openNDS ended, start $((try + 1))"
  sleep 0.5
done
exit 1
