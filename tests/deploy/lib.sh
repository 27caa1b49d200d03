# What the scripts of this folder share.
# shellcheck shell=bash disable=SC2034

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 1
# Everything that a run leaves behind, Docker's data too.
work=${CLERK_DEPLOY_TEST:-$root/.clerk/deploy}
# The name of Docker's network namespace, of its end of the cable, and of the networks.
space=clerkdeploy

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# Docker's own client of the version of the engine, where there are several.
docker() { command "$client" "$@"; }
client=$([ -x /usr/bin/docker ] && echo /usr/bin/docker || echo docker)
export DOCKER_BUILDKIT=1

in_space() {
    if [ -e "/run/netns/$space" ]; then nsenter --net="/run/netns/$space" "$@"; else "$@"; fi
}

# until_true SECONDS COMMAND...: polls.
until_true() {
    local until=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $until ] || return 1
        sleep 0.3
    done
}
