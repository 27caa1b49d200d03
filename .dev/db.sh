#!/usr/bin/env bash
# The private PostgreSQL alone, for running the programs by hand.
#
#   db.sh start    start it
#   db.sh stop     stop it, keep the data
set -euo pipefail
# shellcheck source=.dev/lib.sh
. "$(dirname "$0")/lib.sh"

case ${1:-} in
    start)
        mkdir -p "$home"
        touch "$home/db-by-hand"
        step "Starting PostgreSQL" .dev/postgres.sh start "$home"
        say "PostgreSQL runs. clerk-web and clerk-worker find it by themselves from this folder:"
        say "  cargo run -p clerk-worker -- migrate"
        say "Look inside:  psql -h $(sed -n 1p "$home/connection") -p $(sed -n 2p "$home/connection") -U clerk clerk"
        ;;
    stop)
        rm -f "$home/db-by-hand"
        .dev/postgres.sh stop "$home"
        ;;
    *) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
