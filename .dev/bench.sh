#!/usr/bin/env bash
# Prints how long the pages that people wait for take with many cases: the answers of the real server,
# and beside them the same SQL run by pgbench. Figures, not a test: nothing fails for being slow.
#
#   bench.sh         on a database of its own in .clerk/bench, kept for the next time
#   bench.sh reset   delete it
#
# CASES: how many cases there are to be (100000); ROUNDS: how often each address is asked for (20);
# PROFILE: image measures what production runs, and takes longest to build; dev measures the development
# build, which is slower and there already.
set -euo pipefail
# shellcheck source=.dev/lib.sh
. "$(dirname "$0")/lib.sh"

cases=${CASES:-100000} rounds=${ROUNDS:-20}
bench=$home/bench

if [ "${1:-}" = reset ]; then
    .dev/postgres.sh destroy "$bench"
    rm -rf "$bench"
    exit 0
fi

need cc:build-essential curl:curl flock:util-linux perl:perl-base
mkdir -p "$bench/log"
profile=${PROFILE:-release}
say "Building with the profile $profile (unless it is dev, many minutes the first time)"
cargo build --profile "$profile" --locked --package clerk-web --package clerk-worker --bins
target=$(cargo metadata --format-version 1 --no-deps --offline 2>/dev/null | grep -o '"target_directory":"[^"]*"' | cut -d'"' -f4)
bin=${target:-target}/${profile/#dev/debug}

step "Starting PostgreSQL" .dev/postgres.sh start "$bench"
{ read -r PGHOST; read -r PGPORT; } <"$bench/connection"
settings=(PATH="$PATH" HOME="$HOME" PGHOST="$PGHOST" PGPORT="$PGPORT" PGUSER=clerk PGDATABASE=clerk
    CLERK_HOME="$bench" CLERK_FILES_DIR="$bench/files" CLERK_MAIL_DIR="$bench/mail" GUNICORN_PORT=0)
export PGHOST PGPORT
sql() { psql -qXAt -v ON_ERROR_STOP=1 -U "$1" -d clerk -c "$2"; }

env -i "${settings[@]}" "$bin/clerk-worker" migrate
lacking=$((cases - $(sql clerk 'SELECT count(*) FROM core_issue')))
if [ "$lacking" -gt 0 ]; then
    env -i "${settings[@]}" "$bin/clerk-worker" demo-data --cases "$lacking" | tail -n 2
    sql clerk 'VACUUM ANALYZE' 2>/dev/null
fi
say "$(sql clerk "SELECT (SELECT count(*) FROM core_issue) || ' cases, ' || (SELECT count(*) FROM core_issuenote) || ' notes, '
    || (SELECT count(*) FROM core_person) || ' people; database ' || pg_size_pretty(pg_database_size('clerk'))")"

# The server, and somebody who is logged in.
env -i "${settings[@]}" "$bin/clerk-web" >"$bench/log/web.log" 2>&1 &
web=$!
log_all() {
    sql postgres "ALTER SYSTEM SET log_min_duration_statement = $1"
    sql postgres 'SELECT pg_reload_conf()' >/dev/null
    sleep 0.3
}
trap 'kill $web 2>/dev/null; log_all -1; .dev/postgres.sh stop "$bench"' EXIT
until address=$(grep -m1 -o 'http://127[^ ]*' "$bench/log/web.log"); do
    kill -0 "$web" || { cat "$bench/log/web.log"; exit 1; }
    sleep 0.1
done
jar=$bench/cookies
rm -f "$jar"
ask() { curl -sS -b "$jar" -c "$jar" "$@"; }
ask -o /dev/null "$address/accounts/login/"
token=$(awk '$6 == "csrftoken" { print $7 }' "$jar")
ask -o /dev/null -H "Referer: $address/" -d username=coordinator@anikalegal.org.au -d password=clerk-demo \
    -d csrfmiddlewaretoken="$token" "$address/accounts/login/"
grep -q sessionid "$jar" || fail "The login failed."

pgbench=$(find /usr/lib/postgresql -name pgbench 2>/dev/null | sort -V | tail -n 1)
# The statements of one request, with their values put in, as a script for pgbench.
log_file=$(sql postgres "SELECT current_setting('data_directory')")/../log
# shellcheck disable=SC2016  # perl's variables, not the shell's
script_of() {
    tail -c "+$(($1 + 1))" "$log_file" | perl -ne '
        if (/LOG:  duration: [\d.]+ ms  (?:execute [^:]*|statement): (.*)/) { push @all, [$1]; $at = "sql"; }
        elsif (/DETAIL:  parameters: (.*)/ && $at eq "sql") { $all[-1][1] = $1; $at = "values"; }
        elsif (/^\t(.*)/ && @all && $at) { $all[-1][$at eq "sql" ? 0 : 1] .= " $1"; }
        else { $at = ""; }
        END {
            for (@all) {
                my ($sql, $values) = @$_;
                my %value;
                while (defined $values && $values =~ /\$(\d+) = (NULL|\x27(?:[^\x27]|\x27\x27)*\x27)/g) { $value{$1} = $2; }
                $sql =~ s/\$(\d+)/exists $value{$1} ? $value{$1} : "NULL"/ge;
                $sql =~ s/\s+$//;
                print "$sql;\n" unless $sql =~ /^(BEGIN|COMMIT|UPDATE|ALTER SYSTEM|SELECT pg_reload)/i;
            }
        }'
}

measure() {
    local title=$1 path=$2 began times size sql_ms
    ask -o /dev/null "$address$path"
    times=$(for ((i = 0; i < rounds; i++)); do ask -o /dev/null -w '%{time_total}\n' "$address$path"; done | sort -n)
    size=$(ask -o /dev/null -w '%{size_download}' "$address$path")
    began=$(stat -c %s "$log_file")
    log_all 0
    ask -o /dev/null "$address$path"
    log_all -1
    script_of "$began" >"$bench/statements.sql"
    sql_ms=$("${pgbench:-pgbench}" -n -U clerk -d clerk \
        -f "$bench/statements.sql" -t "$rounds" 2>"$bench/log/pgbench.log" | awk '/latency average/ { print $4 }')
    printf '%-34s %9.1f %9.1f %9.1f %11s %6d %9d\n' "$title" \
        "$(head -1 <<<"$times" | awk '{ print $1 * 1000 }')" \
        "$(sed -n "$((rounds / 2 + 1))p" <<<"$times" | awk '{ print $1 * 1000 }')" \
        "$(tail -1 <<<"$times" | awk '{ print $1 * 1000 }')" \
        "${sql_ms:-?}" "$(grep -c . "$bench/statements.sql")" "$size"
}

case_id=$(sql clerk "SELECT issue_id FROM core_issuenote GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
client_id=$(sql clerk "SELECT client_id FROM core_issue WHERE id = '$case_id'")
paralegal=$(sql clerk 'SELECT paralegal_id FROM core_issue WHERE paralegal_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1')
printf '\n%-34s %9s %9s %9s %11s %6s %9s\n' "$rounds rounds, times in ms" least median most "SQL alone" SQLs bytes
measure "case list, page 1" "/clerk/api/case/"
measure "case list, page 1000" "/clerk/api/case/?page=1000"
measure "case list, open, by stage" "/clerk/api/case/?is_open=True&stage=ADVICE"
measure "case search, one name" "/clerk/api/case/?search=nguyen"
measure "case search, nobody" "/clerk/api/case/?search=zzzzzz"
measure "case search, a reference" "/clerk/api/case/?search=R0500"
measure "cases of a paralegal" "/clerk/api/case/?paralegal=$paralegal"
measure "person search" "/clerk/api/person/?query=smith"
measure "people, page of 500" "/clerk/api/person/?page_size=500"
measure "client list" "/clerk/api/client/"
measure "critical dates, not reviewed" "/clerk/api/date/?is_reviewed=false"
measure "notes about a paralegal" "/clerk/api/note/?reviewee=$paralegal&page_size=5"
measure "case detail, most notes" "/clerk/api/case/$case_id/"
measure "client page" "/clerk/client/$client_id/"
measure "inbox page" "/clerk/cases/inbox/"
measure "review page" "/clerk/cases/review/"
measure "paralegals page" "/clerk/paralegals/"
