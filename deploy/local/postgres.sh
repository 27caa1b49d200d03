#!/usr/bin/env bash
# A private PostgreSQL cluster for one checkout: unix socket only, run by an unprivileged user.
#
#   postgres.sh start HOME [--scratch]   start it (made if missing); HOME/connection tells where
#   postgres.sh stop HOME                stop it, keep the data
#   postgres.sh destroy HOME             stop it and delete the data
#
# --scratch: speed over safety, for tests. Installs Debian's PostgreSQL when there is none.
set -euo pipefail

usage() { sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2; }
say() { printf '%s\n' "$*" >&2; }
[ $# -ge 2 ] || usage
verb=$1 scratch=${3:-}
mkdir -p "$2"
home=$(cd "$2" && pwd)

# PostgreSQL refuses to run as root, so root lends the work to the user that Debian's package makes.
if [ "$(id -u)" = 0 ]; then owner=postgres; else owner=$(id -un); fi
as_owner() { if [ "$(id -un)" = "$owner" ]; then "$@"; else runuser -u "$owner" -- "$@"; fi; }

find_bin() {
    local dir
    for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV); do
        [ -x "$dir/initdb" ] && { echo "$dir"; return; }
    done
    if command -v initdb >/dev/null; then dirname "$(command -v initdb)"; fi
}

install_postgres() {
    if ! command -v apt-get >/dev/null; then
        say "PostgreSQL is missing. Please install its server (version 15 or later) and try again."
        exit 1
    fi
    if [ "$(id -u)" != 0 ]; then
        say "PostgreSQL is missing. Please run:  sudo apt-get install postgresql"
        exit 1
    fi
    say "Installing PostgreSQL from Debian's packages (about a minute)..."
    # Keep the package from starting a cluster of its own.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >"$home/apt.log" 2>&1 &&
        apt-get install -y -qq --no-install-recommends postgresql >>"$home/apt.log" 2>&1 ||
        { tail -20 "$home/apt.log" >&2; say "PostgreSQL could not be installed."; exit 1; }
}

bin=$(find_bin)
if [ -z "$bin" ] && [ "$verb" = start ]; then
    install_postgres
    bin=$(find_bin)
fi
[ -n "$bin" ] || { say "There is no PostgreSQL here."; exit 0; }

# The owner must be able to enter the folder; a checkout below /root, say, keeps its data elsewhere.
room=$home/postgres
key=$(printf '%s' "$home" | cksum | cut -d' ' -f1)
if [ "$owner" != "$(id -un)" ] && ! as_owner test -x "$home" 2>/dev/null; then
    room=/var/tmp/clerk-postgres-$key
fi
data=$room/data
# The path of a unix socket may not be longer than 107 bytes.
socket=$room/run
[ ${#socket} -le 80 ] || socket=/tmp/clerk-postgres-$key

is_running() { [ -d "$data" ] && as_owner "$bin/pg_ctl" -D "$data" status >/dev/null 2>&1; }

create() {
    rm -rf "$room"
    mkdir -p "$room"
    chown "$owner" "$room"
    as_owner "$bin/initdb" -D "$data" -U postgres --encoding=UTF8 --locale=C.UTF-8 --auth=peer \
        --no-instructions >"$home/initdb.log" 2>&1 || { cat "$home/initdb.log" >&2; exit 1; }
    # Whoever owns the checkout may log in as either role; nobody else may.
    as_owner tee "$data/pg_hba.conf" >/dev/null <<<'local all all peer map=clerk'
    {
        for person in "$(id -un)" "$owner"; do
            echo "clerk $person postgres"
            echo "clerk $person clerk"
        done
    } | sort -u | as_owner tee "$data/pg_ident.conf" >/dev/null
    {
        echo "listen_addresses = ''"
        echo "max_connections = 300"
        echo "timezone = 'UTC'"
        if [ "$scratch" = --scratch ]; then
            echo "fsync = off"
            echo "full_page_writes = off"
            echo "synchronous_commit = off"
        fi
    } | as_owner tee -a "$data/postgresql.conf" >/dev/null
}

start() {
    exec 9>"$home/postgres.lock"
    flock 9
    if ! is_running; then
        # A folder without this mark was left by an interrupted start.
        [ -e "$room/made" ] || create
        mkdir -p "$socket"
        chown "$owner" "$socket"
        port=$((20000 + RANDOM % 20000))
        while ss -lnx 2>/dev/null | grep -q "\.s\.PGSQL\.$port"; do port=$((port + 1)); done
        as_owner "$bin/pg_ctl" -D "$data" -l "$room/log" -w -t 60 \
            -o "-k $socket -p $port" start >/dev/null 2>&1 9>&- || { as_owner tail -20 "$room/log" >&2; exit 1; }
        if ! [ -e "$room/made" ]; then
            "$bin/psql" -qX -h "$socket" -p "$port" -U postgres -d postgres \
                -c 'CREATE ROLE clerk LOGIN CREATEDB' -c 'CREATE DATABASE clerk OWNER clerk' >/dev/null
            touch "$room/made"
        fi
        printf '%s\n%s\n' "$socket" "$port" >"$home/connection"
    fi
}

case $verb in
    start) start ;;
    stop) ! is_running || as_owner "$bin/pg_ctl" -D "$data" -m fast -w stop >/dev/null; rm -f "$home/connection" ;;
    destroy)
        ! is_running || as_owner "$bin/pg_ctl" -D "$data" -m immediate -w stop >/dev/null
        rm -rf "$room" "$home/connection"
        ;;
    *) usage ;;
esac
