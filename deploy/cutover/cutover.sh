#!/usr/bin/env bash
# Moves an environment from the original to Clerk, part by part, and back. docs/cutover.md tells the whole.
#
#   COMPOSE_SUFFIX=staging|prod deploy/cutover/cutover.sh COMMAND [--dry-run]
#
#   check            whether it can be done; changes nothing
#   beside           starts Clerk beside the original, on the same database; no request goes there yet
#   route GROUP...   sends these groups of paths to Clerk and the rest to the original: intake, mail, staff
#   switch           sends all groups to Clerk
#   verify           whether Clerk does what it should with the groups that it has
#   back             sends everything to the original, waits for Clerk's jobs, stops Clerk
#   forget           removes Clerk's own tables; only after "back"
#
# CLERK_PRIVATE_SSH_KEY, CLERK_KNOWN_HOST   as for deploy/deploy.sh; CLERK_HERE=1: on the server itself
# CLERK_TARGET, CLERK_DIRECT, CLERK_SITE, CLERK_EDGE, CLERK_ROUTES, CLERK_NGINX     for a server unlike ours: where
#                  NGINX and we reach Clerk, the site's name, where NGINX is, its file of routes, its program
# CLERK_SESSION    for verify: the cookie "sessionid" of somebody who logged in at the original
set -euo pipefail
# shellcheck source=deploy/backup/lib.sh
. "$(dirname "$0")/../backup/lib.sh"
unset PGHOST

command=${1:-} groups=() dry_run=''
for argument in "${@:2}"; do
    case $argument in
        --dry-run) dry_run=1 ;;
        intake | mail | staff) groups+=("$argument") ;;
        *) usage ;;
    esac
done
choose_environment
need_env_file
for program in docker python3; do need $program; done
if [ -n "${CLERK_HERE:-}" ]; then DOCKER_HOST=${DOCKER_HOST:-unix:///var/run/docker.sock}; else
    host=$(env_value CLERK_HOST)
    ssh_as_root "$host" "$tmp"
    DOCKER_HOST=${DOCKER_HOST:-ssh://root@$host}
fi
export DOCKER_HOST
# on_host WORDS: a line of shell, as root.
# shellcheck disable=SC2029 # the words are ours
on_host() { if [ -n "${CLERK_HERE:-}" ]; then sh -c "$1"; else ssh "root@$host" "$1"; fi; }
sql() { in_clerk psql -qXAt -v ON_ERROR_STOP=1 -c "$1" </dev/null; }

stack=clerk_${COMPOSE_SUFFIX}_beside
if [ "$COMPOSE_SUFFIX" = prod ]; then port=8010 site=anikalegal.org.au; else port=8011 site=staging.anikalegal.org.au; fi
target=${CLERK_TARGET:-http://127.0.0.1:$port}
site=${CLERK_SITE:-$site}
edge=${CLERK_EDGE:-http://127.0.0.1}
routes=${CLERK_ROUTES:-/etc/nginx/clerk/routes/$COMPOSE_SUFFIX.conf}
nginx=${CLERK_NGINX:-nginx}
state=.clerk/cutover/$COMPOSE_SUFFIX
all=(intake mail staff)

good() { say "ok    $*"; }
bad() { say "FAIL  $*"; failures=$((failures + 1)); }
warn() { say "look  $*"; }
failures=0
# shellcheck source=deploy/cutover/check.sh
. deploy/cutover/check.sh
# shellcheck source=deploy/cutover/verify.sh
. deploy/cutover/verify.sh

# send_to_clerk GROUP...: writes the routes and has NGINX read them; the old ones stay when it does not like them.
send_to_clerk() {
    local words
    words=$(printf '%s\n' "$@" | awk -v target="$target" '
        NR == FNR { chosen[$1]; next } /^[a-z]/ && $1 in chosen { print $2 " " target ";" }' - deploy/cutover/routes.conf)
    if [ -n "$dry_run" ]; then say "Would write $routes:" "$words"; return; fi
    on_host "mkdir -p '$(dirname "$routes")' && { [ ! -e '$routes' ] || cp '$routes' '$routes.old'; }"
    printf '%s\n' "$words" | on_host "cat >'$routes.new' && mv '$routes.new' '$routes'"
    on_host "$nginx -t -q && $nginx -s reload" || {
        on_host "if [ -e '$routes.old' ]; then mv '$routes.old' '$routes'; else rm -f '$routes'; fi"
        fail "NGINX refuses the routes; those of before are back"
    }
    on_host "rm -f '$routes.old'"
    say "Clerk has: ${*:-nothing}"
}
routed() {
    local now
    now=$(on_host "cat '$routes' 2>/dev/null" || true)
    awk 'NR == FNR { has[$1]; next } /^[a-z]/ && $2 in has { print $1 }' - deploy/cutover/routes.conf <<<"$now" | uniq
}

beside() {
    if [ -n "$dry_run" ]; then say "Would deploy $stack on port $port, and write down how many rows each table has"; return; fi
    CLERK_STACK=$stack CLERK_PORT=$port deploy/deploy.sh
    mkdir -p "$state"
    sql "$count_rows" >"$state/rows"
    say "Clerk runs beside the original, and nobody uses it yet."
}

back() {
    local waiting
    send_to_clerk
    if [ -n "$dry_run" ]; then say "Would wait for Clerk's jobs and stop $stack"; return; fi
    docker service scale --detach=false "${stack}_web=0" >/dev/null
    for _ in $(seq 100); do
        waiting=$(sql "SELECT count(*) FROM clerk.job WHERE state IN ('Pending', 'Queued', 'Running')
            AND run_at < now() + interval '1 minute'")
        [ "$waiting" != 0 ] || break
        sleep 3
    done
    if [ "$waiting" != 0 ]; then fail "$waiting jobs are left: the worker goes on. See docs/operations.md, then say \"back\" again."; fi
    docker service scale --detach=false "${stack}_worker=0" >/dev/null
    say "The original has everything. Jobs put off for later, or given up, that nobody will do now:"
    sql "SELECT payload ->> 'job' || ' ' || state || ' ' || run_at FROM clerk.job WHERE state IN ('Pending', 'Dead') ORDER BY id"
}

forget() {
    if [ -n "$(routed)" ]; then fail "Clerk still has paths: say \"back\" first"; fi
    local found
    found=$(sql "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'clerk'")
    if [ "$found" != 0 ]; then fail "Clerk still runs on this database: say \"back\" first"; fi
    found=$(sql "SELECT count(*) FROM clerk.inbound_message WHERE state IN ('Storing', 'Received', 'Unrouted')")
    if [ "$found" != 0 ]; then fail "$found messages that came in are nowhere else: assign or dismiss them (clerk-worker email unrouted)"; fi
    local indexes
    indexes=$(sql "SELECT format('DROP INDEX public.%I', indexname) FROM pg_indexes
        WHERE schemaname = 'public' AND starts_with(indexname, 'clerk_')")
    if [ -n "$dry_run" ]; then say "Would say: DROP SCHEMA clerk CASCADE" "$indexes"; return; fi
    sql "SET client_min_messages = warning; DROP SCHEMA IF EXISTS clerk CASCADE"
    while read -r drop; do [ -z "$drop" ] || sql "$drop"; done <<<"$indexes"
    docker stack rm "$stack" >/dev/null
    say "Nothing of Clerk is left in the database."
}

case $command in
    check) check ;;
    beside) beside ;;
    route) send_to_clerk "${groups[@]}" ;;
    switch) send_to_clerk "${all[@]}" ;;
    verify) verify ;;
    back) back ;;
    forget) forget ;;
    *) usage ;;
esac
[ "$failures" = 0 ] || fail "$failures of these have to be put right"
