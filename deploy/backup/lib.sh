# What the scripts of backups share.
# shellcheck shell=bash disable=SC2034

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
# shellcheck source=deploy/lib.sh
. deploy/lib.sh
tmp=$(mktemp -d)
chmod 700 "$tmp"
# gpg starts an agent for each home that it is given; ours ends with us.
export GNUPGHOME=$tmp/gnupg
mkdir -m 700 "$GNUPGHOME"
leave() {
    if command -v gpgconf >/dev/null; then gpgconf --kill gpg-agent 2>/dev/null || true; fi
    rm -rf "$tmp"
}
trap leave EXIT

# Encryption as the original has it, so that its backups can be read and ours by its scripts. The
# passphrase goes by a file descriptor: command lines are seen by everybody on a machine.
encrypt() {
    gpg --batch --quiet --no-symkey-cache --pinentry-mode loopback --passphrase-fd 3 --symmetric \
        --cipher-algo AES256 --output - 3<<<"$BACKUP_PASSPHRASE"
}
decrypt() {
    gpg --batch --quiet --no-symkey-cache --pinentry-mode loopback --passphrase-fd 3 --decrypt \
        3<<<"$BACKUP_PASSPHRASE"
}

# Where PostgreSQL's client programs and Clerk's run: on this machine with PG* set, or, with COMPOSE_SUFFIX, in
# the image on the server that deploy/env/<suffix>.env names. PGDATABASE counts in both.
in_clerk() {
    if [ -n "${PGHOST:-}" ]; then "$@"; else
        docker run --rm -i -v "${CLERK_PG_SOCKET:-/var/run/postgresql}:/app/postgres.sock" --env-file "$env_file" \
            ${PGDATABASE:+--env "PGDATABASE=$PGDATABASE"} --entrypoint "$1" \
            "${CLERK_IMAGE:-anikalaw/clerk:$COMPOSE_SUFFIX}" "${@:2}"
    fi
}

reach_server() {
    [ -z "${PGHOST:-}" ] || return 0
    [[ ${COMPOSE_SUFFIX:-} == staging || ${COMPOSE_SUFFIX:-} == prod ]] ||
        fail "COMPOSE_SUFFIX: expected staging or prod (or set PGHOST for a database here)"
    choose_environment
    need_env_file
    reach_docker "$tmp"
}

# The exact number of rows of every table, as lines "schema.table number", in one statement and so in one
# snapshot.
count_rows="SELECT n.nspname || '.' || c.relname || ' ' || (xpath('/row/n/text()', query_to_xml(
    format('SELECT count(*) AS n FROM %I.%I', n.nspname, c.relname), false, true, '')))[1]
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'clerk') AND c.relkind = 'r' ORDER BY 1"
