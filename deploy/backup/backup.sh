#!/usr/bin/env bash
# Takes a backup: PostgreSQL's custom format, encrypted on this machine on its way to the bucket, and beside
# it a manifest with the exact number of rows of every table of the same moment.
#
#   backup.sh [--no-encrypt] [--dry-run]
#
# COMPOSE_SUFFIX, CLERK_PRIVATE_SSH_KEY   the server; or PG* variables for a database within reach
# S3_BUCKET                               s3://anika-database-backups
# BACKUP_PASSPHRASE                       for the encryption; --no-encrypt is for obfuscated data only
# AWS_*                                   for the aws program
set -euo pipefail
# shellcheck source=deploy/backup/lib.sh
. "$(dirname "$0")/lib.sh"

encrypted=1 dry_run=
for argument; do
    case $argument in
        --no-encrypt) encrypted= ;;
        --dry-run) dry_run=1 ;;
        *) fail "backup.sh [--no-encrypt] [--dry-run]" ;;
    esac
done
[[ ${S3_BUCKET:-} == s3://* ]] || fail "S3_BUCKET: expected s3://..."
[ -z "$encrypted" ] || [ -n "${BACKUP_PASSPHRASE:-}" ] || fail "BACKUP_PASSPHRASE is not set"
for program in aws sha256sum; do need $program; done
[ -z "$encrypted" ] || need gpg
reach_server

name=postgres_clerk_${COMPOSE_SUFFIX:-local}_$(date +%s)
file=$name.sql${encrypted:+.gpg}
if [ -n "$dry_run" ]; then say "Would write $S3_BUCKET/$file and $name.manifest.json"; exit 0; fi

# One transaction stays open while the dump runs and lends it its snapshot, so that dump and row counts are
# of the same moment.
mkfifo "$tmp/sql"
exec 4<>"$tmp/sql"
# Without our end of the pipe in its hands it sees when we are done.
in_clerk psql -qXAt -v ON_ERROR_STOP=1 <"$tmp/sql" >"$tmp/said" 4>&- &
session=$!
printf '%s\n' 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;' "SELECT 'snapshot ' || pg_export_snapshot();" >&4
for _ in $(seq 100); do
    snapshot=$(sed -n 's/^snapshot //p' "$tmp/said")
    [ -z "$snapshot" ] || break
    sleep 0.2
done
[ -n "$snapshot" ] || fail "the database did not answer"

say "Writing $S3_BUCKET/$file"
in_clerk pg_dump --format=custom --snapshot="$snapshot" |
    tee >(sha256sum | cut -d' ' -f1 >"$tmp/plain") |
    if [ -n "$encrypted" ]; then encrypt; else cat; fi |
    tee >(sha256sum | cut -d' ' -f1 >"$tmp/stored") >(wc -c >"$tmp/size") |
    aws s3 cp --only-show-errors - "$S3_BUCKET/$file"

printf '%s;\n' "$count_rows" "SELECT 'version ' || current_setting('server_version')" \
    "SELECT 'end'" >&4
for _ in $(seq 600); do grep -q '^end$' "$tmp/said" && break; sleep 0.2; done
echo '\q' >&4
exec 4>&-
wait $session || true
grep -q '^end$' "$tmp/said" || fail "the rows could not be counted"

python3 - "$tmp" "$file" >"$tmp/manifest" <<'END'
import json, sys
folder, name = sys.argv[1:]
read = lambda it: open(f"{folder}/{it}").read().strip()
lines = [line.split() for line in read("said").splitlines()]
print(json.dumps({
    "dump_file": name,
    "sha256": read("stored"),
    "sha256_of_dump": read("plain"),
    "bytes": int(read("size")),
    "server_version": next(l[1] for l in lines if l[0] == "version"),
    "counts": {l[0]: int(l[1]) for l in lines if "." in l[0] and len(l) == 2 and l[0] != "version"},
}, indent=1))
END
aws s3 cp --only-show-errors "$tmp/manifest" "$S3_BUCKET/$name.manifest.json"
stored=$(aws s3 ls "$S3_BUCKET/$file" | awk '{ print $3 }')
[ "$stored" = "$(tr -d ' ' <"$tmp/size")" ] || fail "the bucket has $stored bytes of $(cat "$tmp/size")"
say "$file: $stored bytes, $(grep -c '"[a-z]*\.' "$tmp/manifest") tables"
