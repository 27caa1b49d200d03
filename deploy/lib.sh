# What the scripts that reach a server share. Sourced, not run; the caller has gone to the project's folder.
# shellcheck shell=bash

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
need() { command -v "$1" >/dev/null || fail "$1 is missing"; }

# usage: the comment at the head of the script that asks.
usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "deploy/${0##*deploy/}"; exit 2; }

# env_value NAME: a value of the env file of COMPOSE_SUFFIX. Only what is asked for is read: the file holds
# keys with spaces and line breaks that no shell should see.
env_value() { sed -n "s/^$1=//p" "$env_file" | sed -n 1p; }

# Checks COMPOSE_SUFFIX and its env file, and sets env_file.
choose_environment() {
    [[ ${COMPOSE_SUFFIX:-} == staging || ${COMPOSE_SUFFIX:-} == prod ]] ||
        fail "COMPOSE_SUFFIX: expected staging or prod"
    env_file=${CLERK_ENV_FILE:-deploy/env/$COMPOSE_SUFFIX.env}
}
need_env_file() {
    [ -r "$env_file" ] || fail "$env_file is missing; see deploy/env/README.md"
    [ "$(head -c 10 "$env_file" | tr -d '\0')" != U2FsdGVkX1 ] ||
        fail "$env_file is still encrypted: run transcrypt first"
}

# ssh_as_root HOST FOLDER: from now on `ssh` and Docker reach root@HOST, with the key of
# CLERK_PRIVATE_SSH_KEY when it is set. FOLDER is the caller's, deleted at its end.
ssh_as_root() {
    local host=$1 folder=$2 checking=accept-new identity=()
    [[ $host =~ ^[A-Za-z0-9.:-]+$ ]] || fail "\"$host\" is no name of a host"
    need ssh
    if [ -n "${CLERK_PRIVATE_SSH_KEY:-}" ]; then
        (umask 077; printf '%b\n' "$CLERK_PRIVATE_SSH_KEY" >"$folder/key")
        identity=(-i "$folder/key" -o IdentitiesOnly=yes)
    fi
    if [ -n "${CLERK_KNOWN_HOST:-}" ]; then
        printf '%s\n' "$CLERK_KNOWN_HOST" >"$folder/known_hosts"
        identity+=(-o "UserKnownHostsFile=$folder/known_hosts")
        checking=yes
    fi
    # Docker calls ssh by its name and gives it no options.
    mkdir -p "$folder/bin"
    printf '#!/bin/sh\nexec %s %s -o StrictHostKeyChecking=%s -o ServerAliveInterval=30 -p %s "$@"\n' \
        "$(command -v ssh)" "${identity[*]}" "$checking" "${CLERK_SSH_PORT:-22}" >"$folder/bin/ssh"
    chmod +x "$folder/bin/ssh"
    export PATH="$folder/bin:$PATH"
}

# reach_docker FOLDER: from now on Docker is the one of the server that the env file names, unless DOCKER_HOST
# says otherwise. FOLDER as for ssh_as_root.
reach_docker() {
    local host
    [ -z "${DOCKER_HOST:-}" ] || return 0
    need_env_file
    [ -n "${CLERK_PRIVATE_SSH_KEY:-}" ] || fail "CLERK_PRIVATE_SSH_KEY is not set"
    host=$(env_value CLERK_HOST)
    [ -n "$host" ] || fail "CLERK_HOST is not set in $env_file"
    ssh_as_root "$host" "$1"
    export DOCKER_HOST="ssh://root@$host"
}
