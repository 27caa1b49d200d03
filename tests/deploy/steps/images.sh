# The images, as they are shipped. Sourced, not run.
# shellcheck shell=bash disable=SC2154,SC2034,SC2016,SC2119,SC2120

build() {
    tests/deploy/images.sh clerk:one one
    tests/deploy/images.sh clerk:two two
    local size
    size=$(docker image inspect --format '{{.Size}}' clerk:one)
    say "  image: $((size / 1000000)) MB"
    [ "$size" -lt 150000000 ]
    # No shell in it, and not root.
    if docker run --rm --entrypoint /bin/sh clerk:one -c true 2>/dev/null; then return 1; fi
    [ "$(docker image inspect --format '{{.Config.User}}' clerk:one)" = 10001:10001 ]
    docker run --rm clerk:one pg_dump --version
    # One that never gets well.
    printf 'FROM clerk:two\nCOPY --from=clerk:two /usr/local/bin/psql /usr/local/bin/clerk-web\n' |
        docker build -q -t clerk:broken - >/dev/null
}
