#!/usr/bin/env bash
# Ships Clerk with a real Docker engine, as on the server, and uses it meanwhile: `make test-deploy`.
# README.md in this folder tells what is as in production and what is not.
# shellcheck disable=SC2317,SC2329,SC2034
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
for step in images stack use backup host cutover; do
    # shellcheck source=/dev/null
    . "tests/deploy/steps/$step.sh"
done

# check WHAT COMMAND...: a line of the table at the end. CLERK_DEPLOY_ONLY, a pattern, leaves others out.
check() {
    local what=$1 began=$SECONDS
    shift
    [[ $what =~ ${CLERK_DEPLOY_ONLY:-.} ]] || return 0
    # A step may have made the database server anew.
    if [ -e "$pg/connection" ]; then connection; fi
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
    docker stack rm "$stack" "${stack}_beside" >/dev/null 2>&1 || true
    docker service rm clerk_staging_web clerk_staging_worker >/dev/null 2>&1 || true
    docker rm -f clerk-test-host >/dev/null 2>&1 || true
    gone || true
    docker network rm clerk_test_both >/dev/null 2>&1 || true
    if [ -e "$work/ssh/pid" ]; then kill "$(cat "$work/ssh/pid")" 2>/dev/null || true; fi
    # The program is a child of the shell that was sent into the background.
    [ -z "${s3:-}" ] || pkill -P "$s3" || true
    docker volume ls -q --filter name=clerk_test | xargs -r "$client" volume rm >/dev/null 2>&1 || true
    .dev/postgres.sh stop "$pg" >/dev/null 2>&1 || true
    tests/deploy/engine.sh stop || true
}
trap 'clean' INT TERM

gone() {
    until_true 60 sh -c "! $client ps -q --filter name=clerk_ | grep -q ."
    until_true 60 sh -c "! $client network ls -q --filter name=clerk_prod | grep -q ."
}
sql() { psql -qXAt -v ON_ERROR_STOP=1 -h "$PGHOST" -p "$PGPORT" -U "${3:-clerk}" -d "${2:-clerk}" -c "$1"; }
edge() { in_space curl -sS --max-time 20 -H 'Host: clerk.test' "http://127.0.0.1:8080$1" "${@:2}"; }

# ---- the steps

for need in python3 curl psql; do command -v $need >/dev/null || fail "$need is missing"; done
for pair in aws:awscli gpg:gnupg sshd:openssh-server ssh:openssh-client; do
    command -v "${pair%:*}" >/dev/null || apt-get install -y -qq --no-install-recommends "${pair#*:}" >/dev/null
done
python3 -c 'import yaml' 2>/dev/null || { apt-get install -y -qq python3-yaml >/dev/null && PATH=/usr/bin:$PATH; }
grep -q clerk.test /etc/hosts || echo '127.0.0.1 clerk.test' >>/etc/hosts
cargo build --locked --package clerk-tests --example load --example s3
programs=$(cargo metadata --format-version 1 --no-deps --offline | grep -o '"target_directory":"[^"]*"' | cut -d'"' -f4)/debug/examples
load_program=$programs/load
files_start
server_start

check "both images build: small, without a shell, not root" build
check "a bare host becomes a server; a second time changes nothing" provision
.dev/postgres.sh destroy "$pg" >/dev/null 2>&1 || true
database
check "NGINX with the server's files" edge_image
stack_file
check "the stack comes up behind NGINX" first
check "a form becomes a case; mail goes out and comes back" walk
check "an update under load fails nobody and loses nothing" under_load update update
check "a broken image is rolled back under load" under_load broken broken
check "nobody comes past NGINX" firewall
check "all is destroyed; a backup brings back every row" restore_drill
check "the test environment gets the data without the people" refresh
check "beside the original, part by part, and back" move
end 0
