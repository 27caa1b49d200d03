# shellcheck shell=bash
# What the scripts of this folder share. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
# shellcheck disable=SC2034  # used by the scripts that source this
home=$root/.clerk
# shellcheck source=/dev/null
[ ! -e "${HOME:=/}/.cargo/env" ] || . "$HOME/.cargo/env"

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# need COMMAND:PACKAGE...: installs what is missing, or says how when that needs root.
need() {
    local pair missing=()
    for pair in "$@"; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
    done
    command -v cargo >/dev/null || fail "Rust is missing. Please install it (https://rustup.rs) and try again."
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || fail "Please install and try again: ${missing[*]}"
    [ "$(id -u)" = 0 ] || fail "Something is missing. Please run:  sudo apt-get install ${missing[*]}"
    step "Installing ${missing[*]}" install_packages "${missing[@]}"
}

install_packages() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq &&
        apt-get install -y -qq -o DPkg::Lock::Timeout=300 --no-install-recommends "$@" </dev/null
}

# step TITLE COMMAND...: runs it with its output in a log, shows that it is under way, and shows the
# end of the log when it fails.
step() {
    local title=$1 log pid began=$SECONDS told=0
    shift
    mkdir -p "$home/log"
    log=$home/log/step.log
    "$@" >"$log" 2>&1 &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
        if [ -t 1 ]; then
            printf '\r  %s ... %d s ' "$title" $((SECONDS - began))
        elif [ $((SECONDS - began)) -ge $((told + 5)) ]; then
            told=$((SECONDS - began))
            say "  $title ... $told s"
        fi
        sleep 0.2
    done
    if wait "$pid"; then
        if [ -t 1 ]; then printf '\r'; fi
        say "  $title: done ($((SECONDS - began)) s)   "
    else
        if [ -t 1 ]; then say; fi
        tail -n 30 "$log" >&2
        fail "$title failed; all it said is above or in $log"
    fi
}
