#!/usr/bin/env bash
# Prepares an environment on a provisioned host: its role and its database in PostgreSQL, as its env file names
# them. An existing database is left alone. Afterwards restore a backup into it, or just deploy.
#
#   init-env.sh staging|prod [HOST] [--dry-run]
#
# HOST: another one than CLERK_HOST of the env file. CLERK_PRIVATE_SSH_KEY, CLERK_KNOWN_HOST: as for
# deploy/deploy.sh. CLERK_HERE=1: on this machine, with PG* variables of an administrator when they are set.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=deploy/lib.sh
. deploy/lib.sh

host='' dry_run=''
COMPOSE_SUFFIX=${1:-}
for argument in "${@:2}"; do
    case $argument in
        --dry-run) dry_run=--dry-run ;;
        -*) usage ;;
        *) host=$argument ;;
    esac
done
[[ $COMPOSE_SUFFIX == staging || $COMPOSE_SUFFIX == prod ]] || usage
choose_environment
need_env_file
host=${host:-$(env_value CLERK_HOST)}
answers=$(for name in PGDATABASE PGUSER PGPASSWORD; do
    value=$(env_value "$name")
    [ -n "$value" ] || fail "$name is not set in $env_file"
    printf '%s\n' "$value"
done)
# By standard input: command lines are seen by everybody on a machine.
if [ -n "${CLERK_HERE:-}" ]; then
    deploy/host/database.sh "$COMPOSE_SUFFIX" $dry_run <<<"$answers"
else
    home=$(mktemp -d)
    trap 'rm -rf "$home"' EXIT
    ssh_as_root "$host" "$home"
    ssh "root@$host" /srv/clerk/host/database.sh "$COMPOSE_SUFFIX" $dry_run <<<"$answers"
fi
