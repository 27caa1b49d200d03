# Docker opens published ports to the world, past every firewall. Ours are for NGINX on this host alone: who
# came directly could claim any address.
# shellcheck shell=bash
packages iptables
changed=
if put firewall/clerk-firewall.sh /usr/local/sbin/clerk-firewall; then changed=1; fi
[ -n "$dry_run" ] || chmod 755 /usr/local/sbin/clerk-firewall
if put firewall/clerk-firewall.service /etc/systemd/system/clerk-firewall.service; then changed=1; fi
if [ -n "$changed" ]; then
    service daemon-reload
    service enable clerk-firewall
    service restart clerk-firewall
fi
