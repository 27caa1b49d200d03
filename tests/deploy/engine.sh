#!/usr/bin/env bash
# A Docker engine for the tests of deployment.
#
#   engine.sh start    uses the engine that runs, or starts one in a network namespace of its own and
#                      prints the address for DOCKER_HOST. Exit code 3: none can run here.
#   engine.sh stop     stops the one that was started, and takes its network away
set -euo pipefail
# shellcheck source=tests/deploy/lib.sh
. "$(dirname "$0")/lib.sh"

socket=$work/engine/docker.sock
none() { say "No Docker engine can run here: $*" >&2; exit 3; }

start() {
    if [ -z "${DOCKER_HOST:-}" ] && docker info >/dev/null 2>&1; then
        say "unix:///var/run/docker.sock"
        return
    fi
    if DOCKER_HOST=unix://$socket docker info >/dev/null 2>&1; then
        say "unix://$socket"
        return
    fi
    [ "$(id -u)" = 0 ] || none "this takes root"
    for part in overlay veth; do
        grep -qw "$part" /proc/filesystems || modprobe "$part" 2>/dev/null ||
            [ "$part" = veth ] || none "the kernel lacks $part"
    done
    install_missing
    network
    mkdir -p "$work/engine"
    # nsenter and not `ip netns exec`, which would hide the control groups.
    setsid nsenter --net="/run/netns/$space" dockerd --data-root "$work/engine/data" \
        --exec-root "$work/engine/exec" --host "unix://$socket" --pidfile "$work/engine/pid" \
        >"$work/engine/log" 2>&1 </dev/null &
    DOCKER_HOST=unix://$socket until_true 40 docker info ||
        { tail -n 5 "$work/engine/log" >&2; none "dockerd does not start"; }
    say "unix://$socket"
}

install_missing() {
    local missing=()
    command -v dockerd >/dev/null || missing+=(docker.io)
    command -v iptables >/dev/null || missing+=(iptables)
    command -v ip >/dev/null || missing+=(iproute2)
    command -v debootstrap >/dev/null || missing+=(debootstrap)
    if [ ${#missing[@]} -gt 0 ]; then
        say "Installing ${missing[*]}" >&2
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >&2 ||
            none "${missing[*]} cannot be installed"
    fi
}

# A cable from the namespace to this machine, so that images can be built with Debian's packages.
network() {
    ip netns add "$space" 2>/dev/null || true
    in_space ip link set lo up
    ip link add ckd0 type veth peer name ckd1 netns "$space" 2>/dev/null || return 0
    ip addr add 10.213.0.1/30 dev ckd0
    ip link set ckd0 up
    in_space ip addr add 10.213.0.2/30 dev ckd1
    in_space ip link set ckd1 up
    in_space ip route add default via 10.213.0.1
    sysctl -qw net.ipv4.ip_forward=1
    iptables -t nat -A POSTROUTING -s 10.213.0.0/30 -j MASQUERADE
    iptables -I FORWARD -i ckd0 -j ACCEPT
    iptables -I FORWARD -o ckd0 -j ACCEPT
}

stop() {
    if [ -e "$work/engine/pid" ]; then
        kill "$(cat "$work/engine/pid")" 2>/dev/null || true
        until_true 30 test ! -e "$work/engine/pid" || true
    fi
    if [ -e "/run/netns/$space" ]; then
        iptables -t nat -D POSTROUTING -s 10.213.0.0/30 -j MASQUERADE 2>/dev/null || true
        iptables -D FORWARD -i ckd0 -j ACCEPT 2>/dev/null || true
        iptables -D FORWARD -o ckd0 -j ACCEPT 2>/dev/null || true
        ip link del ckd0 2>/dev/null || true
        ip netns del "$space"
    fi
}

case ${1:-} in
    start) start ;;
    stop) stop ;;
    *) fail "engine.sh start|stop" ;;
esac
