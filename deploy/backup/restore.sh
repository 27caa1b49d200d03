#!/usr/bin/env bash
# Restores a backup into an empty database and compares every table with the manifest.
#
#   restore.sh BACKUP|latest DATABASE [--dry-run]
#
# BACKUP is a name in the bucket. The database must exist and be empty, and is never the one that the live
# server uses: to bring production back, restore beside it and rename (docs/operations.md).
# PG* variables say where, or COMPOSE_SUFFIX as for backup.sh; S3_BUCKET, BACKUP_PASSPHRASE and AWS_* as for backup.sh.
set -euo pipefail
# shellcheck source=deploy/backup/lib.sh
. "$(dirname "$0")/lib.sh"

backup=${1:-} database=${2:-} dry_run=${3:-}
[[ -n $backup && -n $database && ( -z $dry_run || $dry_run == --dry-run ) ]] ||
    fail "restore.sh BACKUP|latest DATABASE [--dry-run]"
[[ ${S3_BUCKET:-} == s3://* ]] || fail "S3_BUCKET: expected s3://..."
for program in aws python3; do need $program; done
if [ -n "${PGHOST:-}" ]; then need psql; need pg_restore; fi
reach_server
[[ $database != clerk && $database != clerk_prod ]] ||
    fail "$database is what the live server uses. Restore into another database and rename it."

if [ "$backup" = latest ]; then
    backup=$(aws s3 ls "$S3_BUCKET/" | awk '{ print $4 }' | grep -E '^postgres_clerk_.*\.sql(\.gpg)?$' |
        sort -t_ -k4 | tail -n 1) || true
    [ -n "$backup" ] || fail "there is no backup in $S3_BUCKET"
fi
if [ -n "$dry_run" ]; then say "Would restore $S3_BUCKET/$backup into $database"; exit 0; fi
export PGDATABASE=$database
tables=$(in_clerk psql -qXAt -c "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    WHERE relkind = 'r' AND nspname NOT IN ('pg_catalog', 'information_schema')") ||
    fail "$database cannot be reached"
[ "$tables" = 0 ] || fail "$database is not empty: nothing was touched"

say "Fetching $backup"
aws s3 cp --only-show-errors "$S3_BUCKET/$backup" "$tmp/stored" || fail "$backup cannot be fetched whole"
manifest=${backup%%.*}.manifest.json
has_manifest=$(aws s3 ls "$S3_BUCKET/$manifest" || true)
[ -z "$has_manifest" ] || aws s3 cp --only-show-errors "$S3_BUCKET/$manifest" "$tmp/manifest" ||
    fail "$manifest cannot be fetched"
field() { python3 -c 'import json,sys; print(json.load(open(sys.argv[1])).get(sys.argv[2], ""))' "$tmp/manifest" "$1"; }
if [ -n "$has_manifest" ] && [ -n "$(field sha256)" ]; then
    [ "$(sha256sum "$tmp/stored" | cut -d' ' -f1)" = "$(field sha256)" ] || fail "$backup is damaged"
fi
case $backup in
    *.gpg) [ -n "${BACKUP_PASSPHRASE:-}" ] || fail "BACKUP_PASSPHRASE is not set"
        need gpg
        decrypt <"$tmp/stored" >"$tmp/dump" ;;
    *) mv "$tmp/stored" "$tmp/dump" ;;
esac
say "Restoring into $database"
in_clerk pg_restore --no-owner --no-privileges --exit-on-error -d "$database" <"$tmp/dump"

in_clerk psql -qXAt -c "$count_rows" >"$tmp/counts"
[ -n "$has_manifest" ] || { say "Restored. There is no manifest to compare with."; exit 0; }
python3 - "$tmp/manifest" "$tmp/counts" <<'END'
import json, sys
wanted = json.load(open(sys.argv[1]))["counts"]
found = {name: int(count) for name, count in (line.split() for line in open(sys.argv[2]))}
# The original's manifests name a few tables, without their schema.
wanted = {name if "." in name else f"public.{name}": count for name, count in wanted.items()}
wrong = [f"{n}: {c} rows, {found.get(n, 'no table')} restored" for n, c in wanted.items() if found.get(n) != c]
print("\n".join(wrong) or f"{len(wanted)} tables have the rows that they should have.")
sys.exit(bool(wrong))
END
