#!/usr/bin/env bash
# What provision.sh runs on the host, as root: every part in its order.
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=deploy/host/lib.sh
. ./lib.sh

for argument; do
    case $argument in
        --dry-run) dry_run=1 ;;
        --live) live=1 ;;
        --here) ;;
        *) fail "setup.sh [--dry-run] [--live]" ;;
    esac
done
[ "$(id -u)" = 0 ] || fail "this takes root"
command -v apt-get >/dev/null || fail "this is for Ubuntu and Debian"
# A server that works is not restarted by somebody who meant another.
if [ -z "$dry_run$live" ] && command -v docker >/dev/null &&
    [ -n "$(docker service ls --quiet --filter name=clerk_ 2>/dev/null)" ]; then
    fail "Clerk runs on this host. Say --dry-run to see what would change, or --live."
fi
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a LC_ALL=C.UTF-8
for part in ${CLERK_PARTS:-packages nginx postgres docker firewall ssh}; do
    say "== $part"
    # shellcheck source=/dev/null
    . "parts/$part.sh"
done
say "The host is ready. Next: deploy/host/init-env.sh"
