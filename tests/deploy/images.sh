#!/usr/bin/env bash
# Builds the images as the workflow does. Where no registry answers, the two images that they begin from
# are put together here: Debian by debootstrap, Rust from this machine's own toolchain.
#
#   images.sh TAG RELEASE
set -euo pipefail
# shellcheck source=tests/deploy/lib.sh
. "$(dirname "$0")/lib.sh"

tag=$1 release=$2
has() { docker image inspect "$1" >/dev/null 2>&1; }

debian() {
    has debian:bookworm-slim && return
    timeout 20 docker pull -q debian:bookworm-slim >/dev/null 2>&1 && return
    say "No registry: making debian:bookworm-slim"
    if ! [ -e "$work/debian/etc/debian_version" ]; then
        rm -rf "$work/debian"
        debootstrap --variant=minbase --include=ca-certificates bookworm "$work/debian" \
            >"$work/debootstrap.log" 2>&1 || fail "debootstrap failed: $work/debootstrap.log"
    fi
    cp /etc/ssl/certs/ca-certificates.crt "$work/debian/etc/ssl/certs/"
    tar -C "$work/debian" --exclude=var/cache/apt/archives --exclude=proc --exclude=sys -c . |
        docker import - debian:bookworm-slim >/dev/null
}

rust() {
    local image=rust:1.95-slim-bookworm sysroot home context=$work/rust
    has "$image" && return
    timeout 20 docker pull -q "$image" >/dev/null 2>&1 && return
    say "No registry: making $image from this machine's toolchain"
    sysroot=$(rustc --print sysroot) home=${CARGO_HOME:-$HOME/.cargo}
    cargo fetch --locked --quiet
    mkdir -p "$context"
    printf 'FROM debian:bookworm-slim\nRUN apt-get update -qq && apt-get install -y -qq --no-install-recommends gcc libc6-dev\n' |
        docker build -q -t clerk-test-gcc - >/dev/null
    # Documentation and the sources of libraries, which cargo unpacks again, stay behind.
    tar -C "$sysroot" -c bin lib | tar -C "$context" --one-top-level=usr/local -x
    mkdir -p "$context/usr/local/cargo/registry"
    cp -a "$home/registry/index" "$home/registry/cache" "$context/usr/local/cargo/registry/"
    printf '%s\n' 'FROM clerk-test-gcc' 'COPY usr /usr' \
        'ENV CARGO_HOME=/usr/local/cargo CARGO_NET_OFFLINE=true' >"$context/Dockerfile"
    docker build -q -t "$image" "$context" >/dev/null
    rm -rf "$context"
}

mkdir -p "$work"
debian
rust
has anikalaw/clerkbase:latest || docker build -q -t anikalaw/clerkbase:latest \
    --build-arg POSTGRES_VERSION=debian -f docker/Dockerfile.base docker >/dev/null
# Without optimisation across crates, which takes minutes and tests nothing.
docker build --build-arg LTO=off --build-arg CLERK_RELEASE="$release" -t "$tag" -f docker/Dockerfile . \
    >"$work/build-${release}.log" 2>&1 || { tail -n 30 "$work/build-${release}.log" >&2; exit 1; }
