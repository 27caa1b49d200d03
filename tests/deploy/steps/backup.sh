# Backups with the scripts that the server has, and the test environment made of one. Sourced, not run.
# shellcheck shell=bash disable=SC2154,SC2034,SC2016,SC2119,SC2120

# as_server COMMAND...: as the workflows run it: everything goes through Docker, nothing through this machine's
# PostgreSQL.
as_server() {
    (unset PGHOST PGPORT
        export COMPOSE_SUFFIX=prod CLERK_PG_SOCKET=$socket CLERK_IMAGE=clerk:two
        export S3_BUCKET=s3://backups BACKUP_PASSPHRASE=only-for-this-test AWS_DEFAULT_REGION=us-east-1
        export AWS_ENDPOINT_URL=http://127.0.0.1:9001
        eval "$(sed -n 's/^AWS_\(ACCESS_KEY_ID\|SECRET_ACCESS_KEY\)=\(.*\)/export AWS_\1="\2"/p' "$work/s3.log")"
        by_ssh "$@")
}

counts() { PGDATABASE=${1:-clerk} as_server bash -c '. deploy/backup/lib.sh; reach_server; in_clerk psql -qXAt -c "$count_rows"' backup; }

# Everything is gone but the backup: the stack, the database server, its data. Then Clerk works again.
restore_drill() {
    docker service scale -d=false "${stack}_worker=0" "${stack}_web=0" >/dev/null
    counts | grep '^public' >"$work/before"
    as_server deploy/backup/backup.sh
    docker stack rm "$stack" >/dev/null
    gone
    .dev/postgres.sh destroy "$pg" >/dev/null
    database
    stack_file
    # The store of files and backups lives: it is Amazon's.
    psql -qX -h "$PGHOST" -p "$PGPORT" -U postgres -d postgres -c 'ALTER ROLE clerk CREATEDB' \
        -c 'CREATE DATABASE clerk_restored OWNER clerk'
    as_server deploy/backup/restore.sh latest clerk_restored
    psql -qX -h "$PGHOST" -p "$PGPORT" -U postgres -d postgres -c 'DROP DATABASE clerk' \
        -c 'ALTER DATABASE clerk_restored RENAME TO clerk'
    counts | grep '^public' >"$work/after"
    cmp "$work/before" "$work/after"
    say "  $(wc -l <"$work/after") tables have the same number of rows"
    roll_out clerk:two
    until_true 90 edge /readyz --fail
    walk
}

# The test environment's database beside production's, on the same server.
refresh() {
    local real
    as_server deploy/backup/backup.sh
    psql -qX -h "$PGHOST" -p "$PGPORT" -U postgres -d postgres -c 'ALTER ROLE clerk CREATEDB' -c 'CREATE DATABASE clerk_staging OWNER clerk'
    sed -e 's/^PGDATABASE=.*/PGDATABASE=clerk_staging/' "$work/test.env" >"$work/staging.env"
    docker service rm clerk_staging_web clerk_staging_worker >/dev/null 2>&1 || true
    # What has to be stopped while the databases change places; here anything that runs.
    for real in web worker; do
        docker service create --quiet --name "clerk_staging_$real" --no-healthcheck --env PGHOST=none \
            --env DJANGO_SETTINGS_MODULE=clerk.settings.test clerk:two clerk-worker stand-in --port 9000 >/dev/null 2>&1
    done
    as_server env COMPOSE_SUFFIX=staging CLERK_ENV_FILE="$work/staging.env" deploy/backup/refresh-staging.sh
    docker service rm clerk_staging_web clerk_staging_worker >/dev/null
    real=$(sql 'SELECT count(*) FROM core_client')
    [ "$real" = "$(sql 'SELECT count(*) FROM core_client' clerk_staging)" ]
    sql 'SELECT email FROM core_client' | sort -u >"$work/real"
    sql 'SELECT email FROM core_client' clerk_staging | sort -u >"$work/hidden"
    [ -z "$(comm -12 "$work/real" "$work/hidden")" ]
    say "  $real clients, none of them recognisable"
}
