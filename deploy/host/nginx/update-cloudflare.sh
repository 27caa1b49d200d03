#!/usr/bin/env bash
# Writes cloudflare.conf beside this file anew from Cloudflare's published lists. Look at the difference and
# commit it; deploy/host/provision.sh brings it to the server.
set -euo pipefail
cd "$(dirname "$0")"
lists=$(curl -fsSL https://www.cloudflare.com/ips-v4; echo; curl -fsSL https://www.cloudflare.com/ips-v6)
networks=$(grep -E '^[0-9a-f.:]+/[0-9]+$' <<<"$lists")
[ "$(wc -l <<<"$networks")" -ge 15 ] || { echo "The lists look wrong; nothing was changed." >&2; exit 1; }
{
    head -n 2 cloudflare.conf
    echo "geo \$realip_remote_addr \$clerk_is_cloudflare {"
    echo "    default 0;"
    while read -r network; do echo "    $network 1;"; done <<<"$networks"
    echo "}"
    while read -r network; do echo "set_real_ip_from $network;"; done <<<"$networks"
} >cloudflare.conf.new
mv cloudflare.conf.new cloudflare.conf
