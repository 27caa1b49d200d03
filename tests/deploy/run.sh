#!/usr/bin/env bash
# Ships Clerk with a real Docker engine, as on the server, and uses it meanwhile: `make test-deploy`.
# README.md in this folder tells what is as in production and what is not.
# shellcheck disable=SC2317
set -euo pipefail
# shellcheck source=tests/deploy/lib.sh
. "$(dirname "$0")/lib.sh"

mkdir -p "$work"
rc=0
DOCKER_HOST=$(tests/deploy/engine.sh start) || rc=$?
[ $rc -ne 3 ] || { say "test-deploy: skipped"; exit 0; }
[ $rc -eq 0 ] || exit $rc
export DOCKER_HOST
stack=clerk_prod pg=$work/pg
results=()
passed=0

# check WHAT COMMAND...: a line of the table at the end.
check() {
    local what=$1 began=$SECONDS
    shift
    say "== $what"
    local rc=0
    # In an `if` the step would go on after what fails in it.
    set +e
    (set -e; "$@")
    rc=$?
    set -e
    if [ $rc -eq 0 ]; then
        results+=("$(printf '%-62s ok    %4d s' "$what" $((SECONDS - began)))")
        passed=$((passed + 1))
    else
        results+=("$(printf '%-62s FAILED' "$what")")
        end 1
    fi
}

end() {
    say "" "Results"
    printf '  %s\n' "${results[@]}"
    clean
    say "$passed passed, $1 failed"
    exit "$1"
}

clean() {
    [ -z "${CLERK_DEPLOY_KEEP:-}" ] || return 0
    docker stack rm "$stack" >/dev/null 2>&1 || true
    until_true 60 sh -c "! $client ps -q --filter name=${stack}_ | grep -q ." || true
    docker volume ls -q --filter name=clerk_test | xargs -r "$client" volume rm >/dev/null 2>&1 || true
    deploy/local/postgres.sh stop "$pg" >/dev/null 2>&1 || true
    tests/deploy/engine.sh stop || true
}
trap 'clean' INT TERM

sql() { psql -qXAt -v ON_ERROR_STOP=1 -h "$PGHOST" -p "$PGPORT" -U "${3:-clerk}" -d "${2:-clerk}" -c "$1"; }
edge() { in_space curl -sS --max-time 20 -H 'Host: clerk.test' "http://127.0.0.1:8080$1" "${@:2}"; }

# ---- what the steps do

build() {
    tests/deploy/images.sh clerk:one one
    tests/deploy/images.sh clerk:two two
    local size
    size=$(docker image inspect --format '{{.Size}}' clerk:one)
    say "  image: $((size / 1000000)) MB"
    [ "$size" -lt 150000000 ]
    # No shell in it, and not root.
    if docker run --rm --entrypoint /bin/sh clerk:one -c true 2>/dev/null; then return 1; fi
    [ "$(docker image inspect --format '{{.Config.User}}' clerk:one)" = 10001:10001 ]
    docker run --rm clerk:one pg_dump --version
    # One that never gets well.
    printf 'FROM clerk:two\nCOPY --from=clerk:two /usr/local/bin/psql /usr/local/bin/clerk-web\n' |
        docker build -q -t clerk:broken - >/dev/null
}

edge_image() {
    docker image inspect clerk-edge >/dev/null 2>&1 ||
        printf 'FROM debian:bookworm-slim\nRUN apt-get update -qq && apt-get install -y -qq --no-install-recommends nginx-light\n' |
        docker build -q -t clerk-edge - >/dev/null
    mkdir -p "$work/edge"
    rm -rf "$work/edge/clerk"
    cp -r deploy/host/nginx "$work/edge/clerk"
    # The server's own files but for this: where the web servers are.
    cat >"$work/edge/nginx.conf" <<'END'
daemon off;
error_log stderr warn;
events { worker_connections 2048; }
http {
    include /etc/nginx/mime.types;
    include /etc/nginx/clerk/common.conf;
    map $uri $clerk_routed {
        default http://web:8000;
        include /etc/nginx/clerk/routes/prod[.]conf;
    }
    server {
        listen 8080;
        server_name clerk.test;
        resolver 127.0.0.11 valid=1s ipv6=off;
        set $clerk $clerk_routed;
        set $clerk_other http://web:8000;
        include /etc/nginx/clerk/proxy.conf;
    }
}
END
}

database() {
    deploy/local/postgres.sh start "$pg" >/dev/null
    { read -r PGHOST; read -r PGPORT; } <"$pg/connection"
    export PGHOST PGPORT
    # On the server it is a password; containers have another user than this machine.
    echo 'local all all trust' >"$pg/postgres/data/pg_hba.conf"
    sql 'SELECT pg_reload_conf()' postgres postgres >/dev/null
}

stack_file() {
    mkdir -p deploy/env "$work/files"
    chmod 777 "$work/files"
    cat >"$work/test.env" <<END
DJANGO_SETTINGS_MODULE=clerk.settings.test
DJANGO_SECRET_KEY=only-for-this-test
GUNICORN_PORT=8000
CLERK_BIND=0.0.0.0
CLERK_BASE_URL=http://clerk.test
PGHOST=/app/postgres.sock
PGPORT=$PGPORT
PGDATABASE=clerk
PGUSER=clerk
CLERK_DB_POOL_SIZE=8
CLERK_OUTSIDE_URL=http://stand-in:9000
CLERK_MAIL=sendgrid
SENDGRID_API_KEY=none
EMAIL_ALLOWED_DOMAINS=*
CLERK_FILES_DIR=/files
CLERK_SHUTDOWN_PAUSE=8
CLERK_SUBMISSIONS_PER_MINUTE=0
CLERK_LOGIN_FAILURES_PER_ADDRESS=1000
CLERK_METRICS_BIND=0.0.0.0:9100
END
    # The stack of production, without its published port (there is no IPVS here), with the test's
    # settings and PostgreSQL's socket.
    sed -e '/^    ports:/,/^      - /d' -e "s#\.\./deploy/env/prod.env#$work/test.env#" \
        -e "s#/var/run/postgresql:#$PGHOST:#" docker/docker.compose.prod.yml >"$work/prod.yml"
    cat >"$work/test.yml" <<END
version: "3.8"
services:
  web:
    volumes: ["$work/files:/files"]
    deploy: { endpoint_mode: dnsrr, update_config: { monitor: 8s } }
  worker:
    volumes: ["$work/files:/files"]
    deploy: { endpoint_mode: dnsrr, update_config: { monitor: 8s } }
  stand-in:
    image: clerk:one
    command: ["clerk-worker", "stand-in", "--bind", "0.0.0.0", "--port", "9000", "--log", "/tmp/outside.log"]
    environment: { DJANGO_SETTINGS_MODULE: clerk.settings.test, PGHOST: none }
    healthcheck: { disable: true }
    deploy: { endpoint_mode: dnsrr }
  edge:
    image: clerk-edge
    command: ["nginx", "-c", "/etc/clerk-edge.conf"]
    ports: [{ target: 8080, published: 8080, mode: host }]
    volumes: ["$work/edge/nginx.conf:/etc/clerk-edge.conf:ro", "$work/edge/clerk:/etc/nginx/clerk:ro"]
    deploy: { endpoint_mode: dnsrr }
END
    # deploy.sh takes one file; Docker merges the two.
    python3 - "$work/prod.yml" "$work/test.yml" >"$work/stack.yml" <<'END'
import sys, yaml
def merge(a, b):
    for k, v in b.items():
        if isinstance(v, dict) and isinstance(a.get(k), dict): merge(a[k], v)
        elif isinstance(v, list) and isinstance(a.get(k), list): a[k] = a[k] + v
        else: a[k] = v
    return a
print(yaml.safe_dump(merge(yaml.safe_load(open(sys.argv[1])), yaml.safe_load(open(sys.argv[2])))))
END
}

roll_out() {
    CLERK_IMAGE=$1 COMPOSE_SUFFIX=prod CLERK_STACK_FILE=$work/stack.yml deploy/deploy.sh
}

first() {
    docker swarm init --advertise-addr 127.0.0.1 >/dev/null 2>&1 || true
    # The edge finds nobody before the web server has a name.
    roll_out clerk:one
    until_true 60 edge /readyz --fail
    docker run --rm -v "$PGHOST:/app/postgres.sock" -v "$work/files:/files" --env-file "$work/test.env" clerk:one \
        clerk-worker demo-data --cases 50 >/dev/null
    edge /readyz
    say ""
    [ "$(edge /metrics -o /dev/null -w '%{http_code}')" = 404 ]
    [ "$(edge /status/ | grep -c 'is working')" = 1 ]
    # The programs run without rights, on a file system that they cannot write.
    local id
    id=$(docker ps -q --filter name="${stack}_web")
    [ "$(docker inspect --format '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}' "$id")" = "true [ALL]" ]
}

walk() {
    local answers id before mails photo
    before=$(sql 'SELECT count(*) FROM core_issue')
    photo=$(edge /api/upload/ -F 'file=@shared/src/domain/demo/leak.png;type=image/png')
    answers=$(<deploy/local/demo-answers.json)
    answers=${answers/@PHOTO@/"$photo"}
    answers=${answers/@EMAIL@/"walk.$(date +%s)@example.com"}
    id=$(edge /api/submission/ -H 'Content-Type: application/json' -d "{\"answers\": $answers}" |
        grep -oE '[0-9a-f-]{36}' | sed -n 1p)
    edge "/api/submission/$id/submit/" -H 'Content-Type: application/json' -d '{}' >/dev/null
    until_true 60 test_sql "SELECT count(*) = $before + 1 FROM core_issue"
    until_true 60 test_sql "SELECT count(*) > 0 FROM emails_email WHERE state = 'SENT' AND issue_id =
        (SELECT id FROM core_issue WHERE submission_id = '$id')"
    # A reply to the welcome comes back to the case.
    mails=$(sql "SELECT from_address FROM emails_email WHERE issue_id =
        (SELECT id FROM core_issue WHERE submission_id = '$id') LIMIT 1")
    edge /email/receive/ -F "to=$mails" -F 'from=Client <client@example.org>' -F 'subject=Re: Hello' \
        -F 'text=Thank you' -F "envelope={\"to\":[\"$mails\"],\"from\":\"client@example.org\"}" >/dev/null
    until_true 60 test_sql "SELECT count(*) = 1 FROM emails_email WHERE state = 'INGESTED' AND issue_id =
        (SELECT id FROM core_issue WHERE submission_id = '$id')"
}
test_sql() { [ "$(sql "$1")" = t ]; }

# under_load NAME COMMAND...: runs the command while people use Clerk; fails when anybody was failed.
under_load() {
    local name=$1 stop=$work/stop began load rc=0
    shift
    rm -f "$stop"
    in_space "$load_program" http://clerk.test:8080 600 60 "$stop" >"$work/load-$name.json" 2>"$work/load-$name.log" &
    load=$!
    sleep 5
    began=$SECONDS
    "$@" || rc=$?
    sleep 5
    touch "$stop"
    wait "$load" || { tail -n 3 "$work/load-$name.log"; cut -c1-1500 "$work/load-$name.json"; return 1; }
    python3 - "$work/load-$name.json" <<'END'
import json, sys
it = json.load(open(sys.argv[1]))
print("  {requests} requests, {per_second:.0f} a second, {failed} failed, slowest {slowest_ms} ms".format(**it))
sys.exit(it["per_second"] < 50)
END
    submissions "$name"
    return "$rc"
}

# Every form that was taken is exactly one case with one welcome.
submissions() {
    python3 -c 'import json,sys; print("\n".join(json.load(open(sys.argv[1]))["submissions"]))' \
        "$work/load-$1.json" >"$work/submissions"
    local taken
    taken=$(grep -c . "$work/submissions")
    sql "DROP TABLE IF EXISTS clerk.taken; CREATE TABLE clerk.taken (id uuid)"
    psql -qX -h "$PGHOST" -p "$PGPORT" -U clerk -d clerk -c '\copy clerk.taken FROM STDIN' <"$work/submissions"
    local settled="SELECT count(*) = $taken FROM clerk.taken t WHERE
        (SELECT count(*) FROM core_issue WHERE submission_id = t.id) = 1 AND
        (SELECT count(*) FROM emails_email e JOIN core_issue i ON i.id = e.issue_id
            WHERE i.submission_id = t.id AND e.state = 'SENT') = 1"
    until_true 120 test_sql "$settled" || {
        sql "SELECT state, payload ->> 'job', count(*), max(last_error) FROM clerk.job WHERE state <> 'Done' GROUP BY 1, 2"
        return 1
    }
    say "  $taken forms, each one case and one welcome"
    sql 'DROP TABLE clerk.taken'
    test_sql "SELECT count(*) = 0 FROM clerk.job WHERE state = 'Dead'"
}

update() { roll_out clerk:two && release_is two; }
release_is() {
    docker service inspect --format '{{.Spec.TaskTemplate.ContainerSpec.Image}}' "${stack}_web" | grep -q "clerk:$1"
}
broken() {
    if roll_out clerk:broken; then say "  a broken image was taken for a good one"; return 1; fi
    release_is two
}

counts() {
    sql "SELECT string_agg(format('%I=%s', relname, (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM public.%I', relname), false, true, '')))[1]), E'\n' ORDER BY relname)
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
}
# Everything is gone but the backup: the stack, the database server, its data. Then Clerk works again.
restore_drill() {
    docker service scale -d=false "${stack}_worker=0" "${stack}_web=0" >/dev/null
    counts >"$work/before"
    docker run --rm -v "$PGHOST:/app/postgres.sock" --env-file "$work/test.env" clerk:two \
        pg_dump --format=custom >"$work/backup.dump"
    docker stack rm "$stack" >/dev/null
    until_true 60 sh -c "! $client ps -q --filter name=${stack}_ | grep -q ."
    until_true 60 sh -c "! $client network ls -q --filter name=${stack}_ | grep -q ."
    deploy/local/postgres.sh destroy "$pg" >/dev/null
    database
    stack_file
    psql -qX -h "$PGHOST" -p "$PGPORT" -U postgres -d postgres -c 'DROP DATABASE clerk' -c 'CREATE DATABASE clerk OWNER clerk'
    docker run --rm -i -v "$PGHOST:/app/postgres.sock" --env-file "$work/test.env" clerk:two \
        pg_restore --no-owner --exit-on-error -d clerk <"$work/backup.dump"
    counts >"$work/after"
    cmp "$work/before" "$work/after"
    say "  $(wc -l <"$work/after") tables have the same number of rows"
    roll_out clerk:two
    until_true 90 edge /readyz --fail
    walk
}

# ---- the steps

for need in python3 curl psql; do command -v $need >/dev/null || fail "$need is missing"; done
python3 -c 'import yaml' 2>/dev/null || { apt-get install -y -qq python3-yaml >/dev/null && PATH=/usr/bin:$PATH; }
grep -q clerk.test /etc/hosts || echo '127.0.0.1 clerk.test' >>/etc/hosts
cargo build --locked --package clerk-tests --example load
load_program=$(cargo metadata --format-version 1 --no-deps --offline | grep -o '"target_directory":"[^"]*"' | cut -d'"' -f4)/debug/examples/load

check "both images build: small, without a shell, not root" build
deploy/local/postgres.sh destroy "$pg" >/dev/null 2>&1 || true
database
check "NGINX with the server's files" edge_image
stack_file
check "the stack comes up behind NGINX" first
check "a form becomes a case; mail goes out and comes back" walk
check "an update under load fails nobody and loses nothing" under_load update update
check "a broken image is rolled back under load" under_load broken broken
check "all is destroyed; a backup brings back every row" restore_drill
end 0
