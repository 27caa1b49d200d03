#!/usr/bin/env bash
# Checks and tests everything, on a scratch PostgreSQL cluster of its own.
#
#   test.sh         format, dependencies, lints, build, tests
#   test.sh lint    the first three only
set -euo pipefail
# shellcheck source=.dev/lib.sh
. "$(dirname "$0")/lib.sh"

times=()
began=0

# phase TITLE COMMAND...: runs it in plain sight and keeps its time.
phase() {
    local title=$1
    shift
    say "== $title"
    began=$SECONDS
    if "$@"; then
        times+=("$(printf '%5d s  %s' $((SECONDS - began)) "$title")")
    else
        fail "== $title: failed after $((SECONDS - began)) s"
    fi
}

# Scripts, when the checker is there.
scripts() {
    if command -v shellcheck >/dev/null; then
        git ls-files '*.sh' .ci/run | xargs shellcheck -x
    else
        say "shellcheck is not installed: skipped"
    fi
}

# One TLS library, and no C client of PostgreSQL.
dependencies() {
    local name found=0
    for name in ring openssl-sys pq-sys native-tls; do
        # An unknown package is what we want; cargo calls that an error.
        if [ -n "$(cargo tree --locked --workspace -e normal,build -i "$name" 2>/dev/null)" ]; then
            say "$name must not be in the tree:"
            cargo tree --locked --workspace -e normal,build -i "$name"
            found=1
        fi
    done
    return $found
}

lint() {
    cargo clippy --workspace --all-targets --locked -- -D warnings
}

# Only nightly's test harness prints times unless this variable is set. The tests get it, the
# compiler does not: that would build everything again.
run_tests() {
    local failed=0
    cargo test --workspace --locked --lib --bins --tests --no-fail-fast \
        --config 'target."cfg(all())".runner = ["env", "RUSTC_BOOTSTRAP=1"]' \
        -- -Zunstable-options --report-time 2>&1 | tee "$home/log/test.log" || failed=1
    cargo test --workspace --locked --doc --quiet || failed=1
    return $failed
}

slowest() {
    say "== Ten slowest tests"
    # Not `head`: it would leave, and sort would die of the broken pipe.
    sed -nE 's/^test (.+) \.\.\. .*<([0-9.]+)s>$/\2 \1/p' "$home/log/test.log" | sort -rn |
        awk 'NR <= 10 { printf "%9.2f s  %s\n", $1, $2 }'
}

mkdir -p "$home/log"
need cc:build-essential flock:util-linux
phase "Format" cargo fmt --all --check
phase "Scripts" scripts
phase "Dependencies" dependencies
phase "Lints" lint
[ "${1:-}" != lint ] || exit 0

# Leave a cluster running that was running before.
if ! [ -e "$home/test/connection" ]; then
    trap '.dev/postgres.sh stop "$home/test"' EXIT
fi
phase "Scratch PostgreSQL" .dev/postgres.sh start "$home/test" --scratch
phase "Build" cargo build --workspace --locked
phase "Tests" run_tests

slowest
say "== Time of each phase"
printf '%s\n' "${times[@]}"
say "== Results"
grep '^test result:' "$home/log/test.log"
