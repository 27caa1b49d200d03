# What the parts share. Sourced, not run.
# shellcheck shell=bash disable=SC2034

dry_run='' live=''
say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# act COMMAND...: does it, or says that it would.
act() {
    if [ -n "$dry_run" ]; then say "Would run: $*"; else "$@"; fi
}

# put FILE TARGET: installs a file. True when that changes anything.
put() {
    if cmp -s "$1" "$2"; then return 1; fi
    if [ -n "$dry_run" ]; then say "Would write $2"; return 0; fi
    mkdir -p "$(dirname "$2")"
    install -m 644 "$1" "$2"
    say "$2: written"
}

# packages NAME...: installs those that are missing.
packages() {
    local name missing=()
    for name; do
        dpkg-query -W -f '${Status}' "${name%%=*}" 2>/dev/null | grep -qx 'install ok installed' || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ -n "$dry_run" ]; then say "Would install: ${missing[*]}"; return 0; fi
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}" >/dev/null </dev/null
    say "Installed: ${missing[*]}"
}

# repository NAME KEY-ADDRESS ADDRESS SUITE COMPONENT: a maker's own packages.
repository() {
    local sources=/etc/apt/sources.list.d/$1.sources key=/etc/apt/keyrings/$1.asc
    [ -e "$sources" ] && return 0
    if [ -n "$dry_run" ]; then say "Would add the packages of $3"; return 0; fi
    install -d -m 755 /etc/apt/keyrings
    curl -fsSL "$2" -o "$key.new"
    mv "$key.new" "$key"
    chmod 644 "$key"
    printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: %s\nSigned-By: %s\n' "$3" "$4" "$5" "$key" >"$sources"
}

# of_distribution: what Ubuntu or Debian calls itself.
of_distribution() { (. /etc/os-release && printf '%s' "${!1}"); }

# service VERB UNIT: nothing where no init system runs, as in a container.
service() {
    [ -d /run/systemd/system ] || { say "No systemd here: not run: $*"; return 0; }
    act systemctl "$@"
}
