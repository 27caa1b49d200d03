#!/bin/sh
# Closes Clerk's published ports (CLERK_PORTS, a range) to everybody but this host. Docker passes what comes from
# outside through the chain DOCKER-USER, which it leaves to us and keeps over restarts.
set -eu
ports=${CLERK_PORTS:-8000:8019}
for tables in iptables ip6tables; do
    command -v "$tables" >/dev/null || continue
    "$tables" -n -L DOCKER-USER >/dev/null 2>&1 || continue
    for device in $(ip -o route show default; ip -6 -o route show default 2>/dev/null); do echo "$device"; done |
        sed -n '/^dev$/{n;p;}' | sort -u | while read -r device; do
        rule="-i $device -p tcp -m conntrack --ctorigdstport $ports --ctdir ORIGINAL -j DROP"
        # shellcheck disable=SC2086
        "$tables" -C DOCKER-USER $rule 2>/dev/null || "$tables" -I DOCKER-USER $rule
    done
done
