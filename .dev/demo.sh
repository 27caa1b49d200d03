#!/usr/bin/env bash
# Runs Clerk with made-up people on this machine: PostgreSQL, web server, worker and a stand-in for
# every outside service. Everything it keeps is in .clerk/.
#
#   demo.sh          run until Ctrl-C; PORT chooses the port, CASES how many cases the first run makes
#   demo.sh reset    delete the demo's data
set -euo pipefail
# shellcheck source=.dev/lib.sh
. "$(dirname "$0")/lib.sh"

mkdir -p "$home/log"
exec 8>"$home/demo.lock"
flock -n 8 || fail "The demo runs already: $(cat "$home/demo.address" 2>/dev/null || echo 'it is just starting')"

# What an earlier run left behind when it was killed outright.
sweep() {
    local pid
    [ -e "$home/demo.pids" ] || return 0
    while read -r pid; do
        case $(readlink "/proc/$pid/exe" 2>/dev/null || true) in
            "$root"/target/*) kill "$pid" 2>/dev/null || true ;;
        esac
    done <"$home/demo.pids"
    rm -f "$home/demo.pids"
}

if [ "${1:-}" = reset ]; then
    sweep
    .dev/postgres.sh destroy "$home" 8>&-
    (cd "$home" && rm -rf files mail log outside.log demo-data demo.address db-by-hand)
    say "The demo's data is gone; make demo begins afresh."
    exit 0
fi

names=() pids=()

# Starts a program in the background, out of reach of the terminal's Ctrl-C: this script ends it.
# It sees no variable but these, so whatever the shell has set for other work changes nothing.
launch() {
    local name=$1 log=$home/log/$1.log
    shift
    setsid env -i "${settings[@]}" "$@" >"$log" 2>&1 8>&- </dev/null &
    names+=("$name") pids+=($!)
    echo $! >>"$home/demo.pids"
}

stop_all() {
    local i waited
    trap '' INT TERM
    rm -f "$home/demo.address"
    for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
        kill "${pids[i]}" 2>/dev/null || continue
        [ "$i" -lt $((${#pids[@]} - 1)) ] || say "Stopping ..."
        for ((waited = 0; waited < 300; waited++)); do
            kill -0 "${pids[i]}" 2>/dev/null || break
            sleep 0.1
        done
        if kill -9 "${pids[i]}" 2>/dev/null; then
            say "The ${names[i]} did not stop in 30 s and was killed."
        fi
    done
    rm -f "$home/demo.pids"
    if [ -e "$home/connection" ] && ! [ -e "$home/db-by-hand" ]; then
        .dev/postgres.sh stop "$home" 8>&- || true
    fi
}
trap stop_all EXIT
trap 'say; exit 0' INT
trap 'exit 0' TERM

die_of() {
    say "The $1 has stopped unexpectedly. The end of its log ($home/log/$1.log):" >&2
    tail -n 20 "$home/log/$1.log" >&2
    exit 1
}

# Fails, with the log, when a program has died.
check_all() {
    local i
    for i in "${!pids[@]}"; do
        kill -0 "${pids[i]}" 2>/dev/null || die_of "${names[i]}"
    done
}

# wait_for WHAT SECONDS COMMAND...: polls until the command succeeds.
wait_for() {
    local what=$1 began=$SECONDS limit=$2
    shift 2
    until "$@" 2>/dev/null; do
        check_all
        [ $((SECONDS - began)) -lt "$limit" ] || fail "$what did not come up within $limit s; see $home/log/"
        sleep 0.2
    done
}

free_port() {
    local port
    while port=$((20000 + RANDOM % 20000)) && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
    echo "$port"
}

need cc:build-essential curl:curl flock:util-linux setsid:util-linux
sweep
say "Building (several minutes the first time)"
cargo build --locked --package clerk-web --package clerk-worker --bins 8>&-
target=$(cargo metadata --format-version 1 --no-deps --offline 2>/dev/null | grep -o '"target_directory":"[^"]*"' | cut -d'"' -f4)
bin=${target:-target}/debug

step "Starting PostgreSQL" .dev/postgres.sh start "$home" 8>&-

port=${PORT:-$(free_port)}
address=http://127.0.0.1:$port
settings=(PATH="$PATH" HOME="$HOME" CLERK_HOME=.clerk CLERK_FILES_DIR=.clerk/files CLERK_MAIL_DIR=.clerk/mail
    GUNICORN_PORT="$port" CLERK_BASE_URL="$address")
[ -z "${CLERK_STATIC_ROOT:-}" ] || settings+=(CLERK_STATIC_ROOT="$CLERK_STATIC_ROOT")

step "Preparing the database" env -i "${settings[@]}" "$bin/clerk-worker" migrate 8>&-
if ! [ -e "$home/demo-data" ]; then
    say "  Inventing people and cases"
    env -i "${settings[@]}" TERM="${TERM:-dumb}" "$bin/clerk-worker" demo-data --cases "${CASES:-200}" 8>&-
    touch "$home/demo-data"
fi

launch stand-in "$bin/clerk-worker" stand-in --port 0
wait_for "The stand-in" 20 grep -q '^http://' "$home/log/stand-in.log"
settings+=(CLERK_OUTSIDE_URL="$(grep -m1 '^http://' "$home/log/stand-in.log")")
launch worker "$bin/clerk-worker" run
launch web "$bin/clerk-web"
wait_for "Clerk" 60 curl -sf -o /dev/null "$address/readyz"
echo "$address" >"$home/demo.address"

cat <<END

  Clerk runs at  $address

    Log in as                              to see what ... sees
    paralegal@anikalegal.org.au            somebody who works on a few cases
    lawyer@anikalegal.org.au               who supervises them
    coordinator@anikalegal.org.au          who assigns every case
    admin@anikalegal.org.au                who also manages the accounts
    superuser@anikalegal.org.au            everything
    norole@anikalegal.org.au               an account that may see nothing yet
    The password of all of them is         clerk-demo

    Send in an intake form                 make demo-form      (in another terminal)
    Outgoing mail is written to            .clerk/mail/
    Calls to Slack and others go to        .clerk/outside.log  (nothing leaves this machine)
    Logs                                   .clerk/log/

  Ctrl-C stops everything and keeps the data; make demo-reset deletes it.

END

# Until Ctrl-C, or until one of them dies.
wait -n "${pids[@]}" || true
check_all
