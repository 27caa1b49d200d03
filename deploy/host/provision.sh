#!/usr/bin/env bash
# Makes a bare Ubuntu or Debian host a server for Clerk: NGINX, PostgreSQL, Docker Swarm, a firewall for the
# ports behind NGINX, SSH by key only, security updates by themselves.
#
#   provision.sh HOST [--dry-run] [--live]
#   provision.sh --here [--dry-run] [--live]      on this machine, as root
#
# May be run again at any time: it changes what differs and nothing else, and never touches data. --live: the
# host runs Clerk already, and a restart of PostgreSQL or NGINX is all right now.
#
# CLERK_PRIVATE_SSH_KEY, CLERK_KNOWN_HOST     as for deploy/deploy.sh; else your own key
# CLERK_PACKAGES=distribution                 PostgreSQL and Docker from the distribution and not from their makers
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=deploy/lib.sh
. deploy/lib.sh

host='' options=()
for argument; do
    case $argument in
        --dry-run | --live | --here) options+=("$argument") ;;
        -*) usage ;;
        *) [ -z "$host" ] || usage; host=$argument ;;
    esac
done
if [[ " ${options[*]} " == *" --here "* ]]; then
    [ -z "$host" ] || usage
    exec deploy/host/setup.sh "${options[@]}"
fi
[ -n "$host" ] || usage
[[ ${CLERK_PACKAGES:-} =~ ^[a-z]*$ ]] || fail "CLERK_PACKAGES: expected distribution or nothing"
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
ssh_as_root "$host" "$home"
say "Bringing the files to $host"
# To a folder beside it first: a connection that breaks leaves no half of them.
tar -C deploy/host -cf - . | ssh "root@$host" 'set -e; cd /srv; mkdir -p clerk; cd clerk; rm -rf host.new
    mkdir host.new; tar -C host.new --no-same-owner -xf -; rm -rf host; mv host.new host'
words="CLERK_PACKAGES='${CLERK_PACKAGES:-}' /srv/clerk/host/setup.sh ${options[*]}"
# shellcheck disable=SC2029 # the words are ours
ssh "root@$host" "$words"
