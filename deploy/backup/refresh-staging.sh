#!/usr/bin/env bash
# Gives the test environment production's newest data with nobody in it who could be recognised.
#
#   refresh-staging.sh [--dry-run]
#
# The backup is restored beside the test database and obfuscated there; only then the two change places. Until
# then the test environment runs, and after any failure it runs on as it was. Run by the workflow "Staging".
#
# COMPOSE_SUFFIX=staging, CLERK_PRIVATE_SSH_KEY   the server; or PG* variables for a database within reach
# PGDATABASE                    another test database than clerk_staging; its name has to begin with that
# S3_BUCKET                     s3://anika-database-backups
# BACKUP_PASSPHRASE, AWS_*      as for backup.sh
# ASSETS_FROM, ASSETS_TO        buckets of the website's pictures and documents, to be copied; none by default
set -euo pipefail
# shellcheck source=deploy/backup/lib.sh
. "$(dirname "$0")/lib.sh"

dry_run=
case ${1:-} in
    --dry-run) dry_run=1 ;;
    "") ;;
    *) usage ;;
esac
# Everything below goes to the test environment, whatever else is set.
[ -n "${PGHOST:-}" ] || [ "${COMPOSE_SUFFIX:-}" = staging ] || fail "COMPOSE_SUFFIX: only staging can be refreshed"
reach_server
live=${PGDATABASE:-}
[ -n "${PGHOST:-}" ] || live=${PGDATABASE:-$(env_value PGDATABASE)}
[[ $live =~ ^clerk_staging(_[a-z0-9]+)*$ ]] || fail "PGDATABASE: \"$live\" is no test database, nothing was touched"
[ -n "${PGHOST:-}" ] || [[ $(env_value DJANGO_SETTINGS_MODULE) != *prod* ]] || fail "$env_file has production's settings"
next=${live}_next old=${live}_old stack=clerk_staging

say "The newest backup goes to $next, loses its people there, and becomes $live."
if [ -n "$dry_run" ]; then
    deploy/backup/restore.sh latest "$next" --dry-run
    say "Would run clerk-worker migrate and clerk-worker obfuscate --database $next --test-accounts"
    say "Would stop $stack, rename $live to $old and $next to $live, start $stack, and drop $old"
    exit 0
fi

# postgres_sql SQL...: each in a statement of its own, since databases are not renamed in transactions.
postgres_sql() {
    local statement
    for statement; do
        PGDATABASE=postgres in_clerk psql -qXAt -v ON_ERROR_STOP=1 -c "$statement" </dev/null
    done
}
exists() { [ "$(postgres_sql "SELECT count(*) FROM pg_database WHERE datname = '$1'")" = 1 ]; }
services() {
    [ -z "${PGHOST:-}" ] || return 0
    timeout 300 docker service scale --detach=false "${stack}_worker=$1" "${stack}_web=$1" >/dev/null ||
        fail "$stack could not be brought to $1: see docker service ps ${stack}_web"
}

# A run that was broken off between the two renamings left no test database: it is the old one.
if ! exists "$live" && exists "$old"; then postgres_sql "ALTER DATABASE $old RENAME TO $live"; fi
postgres_sql "DROP DATABASE IF EXISTS $next WITH (FORCE)" "CREATE DATABASE $next"
# Real people's data does not stay when something fails, and the test environment runs again.
stopped=''
leave_nothing() {
    [ -z "$stopped" ] || (services 1) || true
    postgres_sql "DROP DATABASE IF EXISTS $next WITH (FORCE)" || say "$next is still there: drop it"
    leave
}
trap leave_nothing EXIT
deploy/backup/restore.sh latest "$next"
PGDATABASE=$next in_clerk clerk-worker migrate </dev/null
PGDATABASE=$next in_clerk clerk-worker obfuscate --database "$next" --test-accounts </dev/null

say "Changing places"
stopped=1
services 0
postgres_sql "DROP DATABASE IF EXISTS $old WITH (FORCE)"
if exists "$live"; then
    postgres_sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$live'" >/dev/null
    postgres_sql "ALTER DATABASE $live RENAME TO $old"
fi
postgres_sql "ALTER DATABASE $next RENAME TO $live" || {
    postgres_sql "ALTER DATABASE $old RENAME TO $live"
    fail "$next could not take the place of $live, which is as it was"
}
trap leave EXIT
services 1
postgres_sql "DROP DATABASE IF EXISTS $old WITH (FORCE)"

if [ -n "${ASSETS_FROM:-}" ] && [ -n "${ASSETS_TO:-}" ]; then
    [[ $ASSETS_TO == *staging* ]] || fail "ASSETS_TO: \"$ASSETS_TO\" is not the test environment's bucket"
    for folder in action-documents documents images impact_images original_images; do
        say "Copying $ASSETS_FROM/$folder"
        aws s3 sync --only-show-errors "$ASSETS_FROM/$folder" "$ASSETS_TO/$folder"
    done
fi
say "The test environment has production's newest data. Accounts for testing: test-paralegal, test-lawyer, test-coordinator."
