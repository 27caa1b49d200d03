# From the original to Clerk beside it, part by part, and back. The original here is an NGINX that says who it
# is; its database is one that our tables were taken out of. Sourced, not run.
# shellcheck shell=bash disable=SC2154,SC2034,SC2016,SC2119,SC2120

cutover() {
    as_server env CLERK_STACK_FILE="$work/beside.yml" CLERK_TARGET=http://web:8000 CLERK_SITE=clerk.test \
        CLERK_EDGE=http://127.0.0.1:8080 CLERK_DIRECT=http://127.0.0.1:8010 CLERK_ROUTES="$work/edge/clerk/routes/prod.conf" \
        CLERK_NGINX="$client exec $(docker ps -q --filter name=_edge | sed -n 1p) nginx -c /etc/clerk-edge.conf" \
        CLERK_SESSION="${session:-}" deploy/cutover/cutover.sh "$@"
}
# by clerk|original PATH: who answers there, before long: NGINX ends old connections by and by.
by() { until_true 20 is_by "$@" || { say "  $2 is not answered by $1"; return 1; }; }
is_by() {
    if edge "$2" -o /dev/null -D - | grep -qi '^x-request-id:'; then [ "$1" = clerk ]; else [ "$1" = original ]; fi
}

# The server as it was: the original behind NGINX, and nothing of Clerk.
original() {
    sed -i "s#default http://web:8000#default http://original:8000#; s#clerk_other http://web#clerk_other http://original#" \
        "$work/edge/nginx.conf"
    printf '%s\n' 'daemon off;' 'events {}' 'http { server { listen 8000; return 200 "original"; } }' >"$work/original.conf"
    docker network create --driver overlay clerk_test_both >/dev/null 2>&1 || true
    python3 - "$work" <<'END'
import sys, yaml
work = sys.argv[1]
stack = yaml.safe_load(open(f"{work}/stack.yml"))
stack["networks"] = {"default": {"external": True, "name": "clerk_test_both"}}
services = stack["services"]
ours = {name: services.pop(name) for name in ("web", "worker")}
ours["web"]["ports"] = [{"target": 8000, "published": 8010, "mode": "host"}]
services["original"] = {"image": "clerk-edge", "command": ["nginx", "-c", "/etc/original.conf"],
    "volumes": [f"{work}/original.conf:/etc/original.conf:ro"], "deploy": {"endpoint_mode": "dnsrr"}}
yaml.safe_dump(stack, open(f"{work}/original.yml", "w"))
yaml.safe_dump({**stack, "services": ours}, open(f"{work}/beside.yml", "w"))
END
    docker stack deploy --compose-file "$work/original.yml" "$stack" >/dev/null 2>&1
    until_true 60 edge / --fail
}

move() {
    local session before
    as_server deploy/backup/backup.sh
    docker stack rm "$stack" >/dev/null
    gone
    sql 'DROP SCHEMA clerk CASCADE'
    sql "SELECT format('DROP INDEX public.%I;', indexname) FROM pg_indexes
        WHERE schemaname = 'public' AND starts_with(indexname, 'clerk_')" | psql -qX -h "$PGHOST" -p "$PGPORT" -U clerk -d clerk
    pg_dump -h "$PGHOST" -p "$PGPORT" -U clerk --schema-only --schema=public clerk >"$work/original.sql"
    original

    # All is well but for the mail service: the stand-in is in the stack's network, and this looks from outside.
    if cutover check >"$work/check" 2>&1; then return 1; fi
    cat "$work/check"
    grep 'database, which would be adopted' "$work/check" >/dev/null
    [ "$(grep 'FAIL' "$work/check" | grep -cvE 'clerk-worker check:|mail service')" = 0 ]
    cutover beside
    [ "$(edge /clerk/cases/)" = original ]
    cutover verify

    cutover route intake mail
    by clerk /api/submission/
    by original /clerk/cases/
    cutover verify
    walk
    cutover switch
    by clerk /clerk/cases/
    session=$(log_in)
    cutover verify
    by original /about/
    # Static files are of both: what Clerk has not is asked for there.
    [ "$(edge /static/of-the-website.css)" = original ]

    # What is in use is not forgotten.
    if cutover forget 2>/dev/null; then return 1; fi
    cutover back
    sql "INSERT INTO clerk.inbound_message (id, content_type, received_at, state, sha256, size)
        VALUES (gen_random_uuid(), 'x', now(), 'Unrouted', 'x', 1)"
    if cutover forget 2>/dev/null; then return 1; fi
    sql 'DELETE FROM clerk.inbound_message WHERE content_type = $$x$$'
    by original /clerk/cases/
    [ "$(sql "SELECT count(*) FROM clerk.job WHERE state = 'Running'")" = 0 ]
    before=$(sql 'SELECT count(*) FROM core_issue')
    cutover forget
    [ "$before" = "$(sql 'SELECT count(*) FROM core_issue')" ]
    pg_dump -h "$PGHOST" -p "$PGPORT" -U clerk --schema-only --schema=public clerk >"$work/after.sql"
    diff <(grep -v restrict "$work/original.sql") <(grep -v restrict "$work/after.sql")
    say "  nothing is left of Clerk, and nothing is missing"
}

# Somebody's session, as a browser gets it.
log_in() {
    local jar=$work/cookies
    rm -f "$jar"
    edge /accounts/login/ -c "$jar" -o /dev/null
    edge /accounts/login/ -b "$jar" -c "$jar" -o /dev/null \
        --data-urlencode "csrfmiddlewaretoken=$(awk '$6 == "csrftoken" { print $7 }' "$jar")" \
        -d username=coordinator@anikalegal.org.au -d password=clerk-demo
    awk '$6 == "sessionid" { print $7 }' "$jar"
}
