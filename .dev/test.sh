#!/usr/bin/env bash
# Checks and tests everything, on a scratch PostgreSQL cluster of its own.
#
#   test.sh         format, scripts, dependencies, lints, build, tests
#   test.sh lint    without building and testing
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

# The same for the programs alone as for everything, or `make demo` and the tests would build the shared
# libraries twice. The workspace's Cargo.toml says how to mend it; it costs time only, so it fails nothing.
features() {
    features_of() { cargo tree --locked "$@" -e normal,build --prefix none -f '{p} [{f}]' | sed 's/ (\*)$//' | sort -u; }
    local different
    different=$(comm -23 <(features_of --package clerk-web --package clerk-worker) <(features_of --workspace))
    [ -z "$different" ] || printf '%s\n' "Built with other features for the programs alone:" "$different"
}

build_tests() {
    if [ -n "$nextest" ]; then cargo nextest run "${tests[@]}" --no-run; else cargo test "${tests[@]}" --no-run; fi
}

# More tests at a time than cores: most of them wait, for PostgreSQL or for a time to pass.
run_tests() {
    local failed=0
    # A snapshot that differs is a failure, never a new file.
    export INSTA_UPDATE=no
    if [ -n "$nextest" ]; then
        NEXTEST_TEST_THREADS=${NEXTEST_TEST_THREADS:-$(($(nproc) * 2))} \
            cargo nextest run "${tests[@]}" --no-fail-fast --status-level pass 2>&1 | tee "$home/log/test.log" || failed=1
    else
        cargo test "${tests[@]}" --no-fail-fast 2>&1 | tee "$home/log/test.log" || failed=1
    fi
    cargo test --workspace --locked --doc --quiet 2>&1 | tee -a "$home/log/test.log" || failed=1
    return $failed
}

# cargo test does not say how long a test took.
slowest() {
    say "== Ten slowest tests"
    if [ -z "$nextest" ]; then
        say "cargo-nextest is not installed: the times are not known"
        return
    fi
    # Failures are listed twice. Not `head`: it would leave, and sort would die of the broken pipe.
    sed -nE 's/^ +(PASS|FAIL|LEAK|TIMEOUT|TERMINATED|TRY [0-9]+ [A-Z]+) \[ *([0-9.]+)s\] (\([^)]*\) )?(.+)$/\2 s  \4/p' \
        "$home/log/test.log" | sort -rn -u | awk 'NR <= 10 { printf "%9.2f", $1; $1 = ""; print }'
}

# The closing lines of cargo-nextest and of cargo test.
results() {
    say "== Results"
    grep -E '^( +Summary \[|test result:)' "$home/log/test.log"
}

nextest=
if cargo nextest --version >/dev/null 2>&1; then nextest=yes; fi
tests=(--workspace --locked --lib --bins --tests)
mkdir -p "$home/log"
need cc:build-essential flock:util-linux
phase "Format" cargo fmt --all --check
phase "Scripts" scripts
phase "Dependencies" dependencies
phase "Features" features
phase "Lints" lint
[ "${1:-}" != lint ] || exit 0

# Leave a cluster running that was running before.
if ! [ -e "$home/test/connection" ]; then
    trap '.dev/postgres.sh stop "$home/test"' EXIT
fi
phase "Scratch PostgreSQL" .dev/postgres.sh start "$home/test" --scratch
phase "Build of the programs" cargo build --locked --package clerk-web --package clerk-worker --bins
phase "Build of the tests" build_tests
phase "Tests" run_tests

slowest
say "== Time of each phase"
printf '%s\n' "${times[@]}"
results
