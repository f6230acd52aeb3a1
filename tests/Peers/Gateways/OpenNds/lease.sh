#!/bin/sh
# What dhclient runs: takes the address, the route and nothing else.
case "$reason" in
  BOUND | RENEW | REBIND | REBOOT)
    ip addr flush dev "$interface"
    ip addr add "$new_ip_address/24" dev "$interface"
    ip route replace default via "$new_routers"
    echo "lease address=$new_ip_address option114=$new_default_url"
    ;;
esac
exit 0
