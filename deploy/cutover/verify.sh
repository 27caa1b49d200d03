# cutover.sh verify: whether the groups that Clerk has do as they should. Sourced, not run.
# shellcheck shell=bash disable=SC2154

verify() {
    verify_ready
    verify_routes
    verify_session
    verify_rows
    verify_work
}

# ask PATH [OPTION...]: a request as a visitor's, through NGINX; the answer's head.
ask() {
    local path=$1
    shift
    on_host "curl -sS -m 20 -o /dev/null -D - -H 'Host: $site' -H 'X-Forwarded-Proto: https' $* '$edge$path'" |
        tr -d '\r'
}

verify_ready() {
    local said
    if [ -z "$(routed)" ]; then warn "Clerk has no path yet"; return; fi
    said=$(on_host "curl -sS -m 20 -H 'Host: $site' '${CLERK_DIRECT:-$target}/readyz'" || true)
    if [[ $said == *'"database":"ok"'*'"worker":"ok"'* ]]; then good "web server, database and worker: $said"
    else bad "Clerk is not ready: $said"; fi
}

# Clerk names every request in its answer, the original none: so one sees who answered.
verify_routes() {
    local group path status wanted now
    now=$(routed)
    while read -r group path wanted; do
        ask "$path" >"$tmp/head" || true
        status=$(sed -nE '1s/^HTTP[^ ]* ([0-9]+).*/\1/p' "$tmp/head")
        if ! grep -qx "$group" <<<"$now"; then
            if grep -qi '^x-request-id:' "$tmp/head"; then bad "$path is answered by Clerk and should not be"
            else good "$path is the original's ($status)"; fi
        elif ! grep -qi '^x-request-id:' "$tmp/head"; then bad "$path is not answered by Clerk ($status)"
        elif [ "$status" = "$wanted" ]; then good "$path is answered by Clerk ($status)"
        else bad "$path answers $status, not $wanted"; fi
    done <<'END'
intake /api/submission/ 405
intake /api/upload/ 405
mail /email/receive/ 405
mail /email/events/ 405
staff /accounts/login/ 200
staff /clerk/cases/ 302
END
}

verify_session() {
    if ! grep -qx staff <<<"$(routed)"; then return; fi
    if [ -z "${CLERK_SESSION:-}" ]; then warn "CLERK_SESSION is not set: see in a browser that you are still logged in"; return; fi
    [[ $CLERK_SESSION =~ ^[a-z0-9]+$ ]] || fail "CLERK_SESSION: that is no cookie of the original"
    ask /clerk/cases/ "-H 'Cookie: sessionid=$CLERK_SESSION'" >"$tmp/head" || true
    if grep -q '^HTTP[^ ]* 200' "$tmp/head"; then good "who logged in at the original is logged in"
    else bad "who logged in at the original is not logged in: is DJANGO_SECRET_KEY the same?"; fi
}

# Tables that lose rows in the course of a day.
verify_rows() {
    [ -e "$state/rows" ] || { warn "\"beside\" was not run here: rows are not compared"; return; }
    sql "$count_rows" >"$tmp/rows"
    if awk 'NR == FNR { now[$1] = $2; next }
        $1 !~ /^clerk\.|django_session|django_q_|wagtailadmin_|social_auth_(nonce|partial)/ && now[$1] < $2 {
            print "      " $1 ": " $2 " before, " now[$1] " now"; lost = 1 } END { exit lost }' "$tmp/rows" "$state/rows" >"$tmp/lost"; then
        good "no table has fewer rows than before"
    else
        warn "these have fewer rows than before; drafts and parties can be deleted by people:"
        cat "$tmp/lost"
    fi
}

verify_work() {
    local found
    found=$(sql "SELECT count(*) FROM clerk.job WHERE state = 'Dead'")
    if [ "$found" = 0 ]; then good "no job was given up"; else bad "$found jobs were given up: clerk-worker jobs list --state Dead"; fi
    found=$(sql "SELECT count(*) FROM clerk.email_attempt WHERE state = 'Unresolved'")
    if [ "$found" = 0 ]; then good "no email is in doubt"; else bad "$found emails are in doubt: clerk-worker email list-stuck"; fi
    found=$(sql "SELECT coalesce(max(created_at)::timestamptz(0)::text, 'never') FROM clerk.email_attempt WHERE state = 'Accepted'")
    say "      the last email went out: $found"
    found=$(sql "SELECT coalesce(max(received_at)::timestamptz(0)::text, 'never') FROM clerk.inbound_message")
    say "      the last email came in: $found"
    say "      Write to a client of a test case and answer it: both have to move."
}
