#!/usr/bin/env bash
# Proves that the newest backup can be restored: into a database of its own, which is deleted afterwards.
#
#   drill.sh [--dry-run]
#
# PG* variables name a server on which databases may be made, never the live one. Tells Slack of a failure
# when SLACK_WEBHOOK_URL is set. The rest as for restore.sh.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
database=clerk_drill_$$
tell() {
    [ -n "${SLACK_WEBHOOK_URL:-}" ] || return 0
    curl -fsS -H 'Content-Type: application/json' -d '{"text": "The restore drill of the database backups FAILED."}' \
        "$SLACK_WEBHOOK_URL" >/dev/null || true
}
end() {
    local rc=$?
    dropdb --if-exists "$database" 2>/dev/null || true
    [ $rc -eq 0 ] || tell
    exit $rc
}
if [ "${1:-}" = --dry-run ]; then exec "$here/restore.sh" latest "$database" --dry-run; fi
trap end EXIT
began=$SECONDS
createdb "$database"
"$here/restore.sh" latest "$database"
if command -v clerk-worker >/dev/null; then PGDATABASE=$database clerk-worker migrate --check; fi
echo "The newest backup was restored in $((SECONDS - began)) s."
