# What the scripts of backups share.
# shellcheck shell=bash disable=SC2034

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
need() { command -v "$1" >/dev/null || fail "$1 is missing"; }

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
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

# Where PostgreSQL's client programs run: on this machine with PG* set, or, with COMPOSE_SUFFIX, in the image
# on the server that deploy/env/<suffix>.env names.
pg() {
    if [ -n "${PGHOST:-}" ]; then "$@"; else
        docker run --rm -i -v /var/run/postgresql:/app/postgres.sock --env-file "$env_file" \
            --entrypoint "$1" "anikalaw/clerk:$COMPOSE_SUFFIX" "${@:2}"
    fi
}

reach_server() {
    [ -z "${PGHOST:-}" ] || return 0
    [[ ${COMPOSE_SUFFIX:-} == staging || ${COMPOSE_SUFFIX:-} == prod ]] ||
        fail "COMPOSE_SUFFIX: expected staging or prod (or set PGHOST for a database here)"
    env_file=deploy/env/$COMPOSE_SUFFIX.env
    [ -r "$env_file" ] || fail "$env_file is missing; see deploy/env/README.md"
    [ -n "${DOCKER_HOST:-}" ] && return 0
    [ -n "${CLERK_PRIVATE_SSH_KEY:-}" ] || fail "CLERK_PRIVATE_SSH_KEY is not set"
    local host
    host=$(sed -n 's/^CLERK_HOST=//p' "$env_file")
    [[ $host =~ ^[A-Za-z0-9.:-]+$ ]] || fail "CLERK_HOST is not set in $env_file"
    (umask 077; printf '%b\n' "$CLERK_PRIVATE_SSH_KEY" >"$tmp/key")
    mkdir "$tmp/bin"
    printf '#!/bin/sh\nexec %s -i %s -o IdentitiesOnly=yes -o StrictHostKeyChecking=accept-new "$@"\n' \
        "$(command -v ssh)" "$tmp/key" >"$tmp/bin/ssh"
    chmod +x "$tmp/bin/ssh"
    export PATH="$tmp/bin:$PATH" DOCKER_HOST="ssh://root@$host"
}

# The exact number of rows of every table, as lines "schema.table number", in one statement and so in one
# snapshot.
count_rows="SELECT n.nspname || '.' || c.relname || ' ' || (xpath('/row/n/text()', query_to_xml(
    format('SELECT count(*) AS n FROM %I.%I', n.nspname, c.relname), false, true, '')))[1]
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'clerk') AND c.relkind = 'r' ORDER BY 1"
