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
fail() { say "$*"; exit 1; }
[ $# -ge 2 ] || usage
verb=$1 scratch=${3:-}
mkdir -p "$2"
home=$(cd "$2" && pwd)
# The unprivileged user may be locked out of the folder this was called from.
cd /

me=$(id -un)

# PostgreSQL refuses to run as root, so root lends the work to the user that Debian's package makes.
find_owner() {
    if [ "$(id -u)" != 0 ]; then owner=$me
    elif getent passwd postgres >/dev/null; then owner=postgres
    else owner=nobody; fi
}
as_owner() { if [ "$me" = "$owner" ]; then "$@"; else runuser -u "$owner" -- "$@"; fi; }

find_bin() {
    local dir
    bin=
    for dir in $(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -rV); do
        if [ -x "$dir/initdb" ]; then bin=$dir; return; fi
    done
    if command -v initdb >/dev/null; then bin=$(dirname "$(command -v initdb)"); fi
}

install_postgres() {
    command -v apt-get >/dev/null ||
        fail "PostgreSQL is missing. Please install its server (version 14 or later) and try again."
    [ "$(id -u)" = 0 ] || fail "PostgreSQL is missing. Please run:  sudo apt-get install postgresql"
    say "Installing PostgreSQL from the distribution's packages (about a minute)..."
    # Keep the package from starting a cluster of its own.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    export DEBIAN_FRONTEND=noninteractive
    if ! { apt-get update -qq &&
        apt-get install -y -qq -o DPkg::Lock::Timeout=300 --no-install-recommends postgresql; } \
        >"$home/apt.log" 2>&1 </dev/null; then
        tail -20 "$home/apt.log" >&2
        fail "PostgreSQL could not be installed."
    fi
}

# Decides where the data and the socket live.
find_room() {
    local key
    key=$(printf '%s' "$home" | cksum | cut -d' ' -f1)
    room=$home/postgres
    # The owner must be able to enter the folder; a checkout below /root, say, keeps its data
    # elsewhere.
    if [ "$owner" != "$me" ] && ! as_owner test -x "$home" 2>/dev/null; then
        room=/var/tmp/clerk-postgres-$key
    fi
    data=$room/data
    # The path of a unix socket may not be longer than 107 bytes.
    socket=$room/run
    [ ${#socket} -le 80 ] || socket=/tmp/clerk-postgres-$key
}

is_running() { [ -d "$data" ] && as_owner "$bin/pg_ctl" -D "$data" status >/dev/null 2>&1; }

# Makes a folder of the owner's. In a shared place somebody else may have made it first.
make_folder() {
    if [ -L "$1" ]; then fail "$1 is a link; please remove it."; fi
    [ -d "$1" ] || { mkdir -m 0755 "$1" && chown "$owner" "$1"; }
    [ "$(stat -c %U "$1")" = "$owner" ] || fail "$1 belongs to somebody else; please remove it."
}

create() {
    rm -rf "$room"
    make_folder "$room"
    as_owner "$bin/initdb" -D "$data" -U postgres --encoding=UTF8 --locale=C.UTF-8 --auth=peer \
        >"$home/initdb.log" 2>&1 || { cat "$home/initdb.log" >&2; exit 1; }
    # Whoever owns the checkout may log in as either role; nobody else may.
    echo 'local all all peer map=clerk' | as_owner tee "$data/pg_hba.conf" >/dev/null
    for person in "$me" "$owner"; do
        echo "clerk $person postgres"
        echo "clerk $person clerk"
    done | sort -u | as_owner tee "$data/pg_ident.conf" >/dev/null
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

psql_as_superuser() { "$bin/psql" -qXAt -v ON_ERROR_STOP=1 -h "$socket" -p "$port" -U postgres -d postgres "$@"; }

# Makes the role and the database, each unless an interrupted start made it already.
furnish() {
    [ -n "$(psql_as_superuser -c "SELECT 1 FROM pg_roles WHERE rolname = 'clerk'")" ] ||
        psql_as_superuser -c 'CREATE ROLE clerk LOGIN CREATEDB'
    [ -n "$(psql_as_superuser -c "SELECT 1 FROM pg_database WHERE datname = 'clerk'")" ] ||
        psql_as_superuser -c 'CREATE DATABASE clerk OWNER clerk'
    touch "$room/made"
}

start() {
    find_bin
    if [ -z "$bin" ]; then install_postgres; find_bin; fi
    [ -n "$bin" ] || fail "PostgreSQL's server programs were not found."
    find_owner
    find_room
    if is_running; then
        port=$(as_owner sed -n 4p "$data/postmaster.pid")
    else
        # A folder without this mark was left by an interrupted start.
        [ -e "$room/made" ] || create
        make_folder "$socket"
        # Only part of the socket's name, in a folder of our own: any number is free.
        port=$((20000 + RANDOM % 20000))
        as_owner "$bin/pg_ctl" -D "$data" -l "$room/log" -w -t 120 -o "-k '$socket' -p $port" \
            start >/dev/null 2>&1 9>&- || { as_owner tail -20 "$room/log" >&2; exit 1; }
    fi
    [ -e "$room/made" ] || furnish
    printf '%s\n%s\n' "$socket" "$port" >"$home/connection.new"
    mv "$home/connection.new" "$home/connection"
}

stop() {
    rm -f "$home/connection"
    find_bin
    [ -n "$bin" ] || return 0
    find_owner
    find_room
    if is_running; then as_owner "$bin/pg_ctl" -D "$data" -m "$1" -t 60 -w stop >/dev/null; fi
}

# One at a time; the server must not inherit the lock (9>&- above).
exec 9>"$home/postgres.lock"
flock 9
case $verb in
    start) start ;;
    stop) stop fast ;;
    destroy)
        stop immediate
        [ -z "${room:-}" ] || rm -rf "$room"
        case ${socket:-} in /tmp/clerk-postgres-*) rm -rf "$socket" ;; esac
        ;;
    *) usage ;;
esac
