# What people do with it, and updates meanwhile. Sourced, not run.
# shellcheck shell=bash disable=SC2154,SC2034,SC2016,SC2119,SC2120

walk() {
    local answers id before mails photo
    before=$(sql 'SELECT count(*) FROM core_issue')
    photo=$(edge /api/upload/ -F 'file=@shared/sample_data/src/demo/leak.png;type=image/png')
    answers=$(<.dev/demo-answers.json)
    answers=${answers/@PHOTO@/"$photo"}
    answers=${answers/@EMAIL@/"walk.$(date +%s)@example.com"}
    id=$(edge /api/submission/ -H 'Content-Type: application/json' -d "{\"answers\": $answers}" |
        grep -oE '[0-9a-f-]{36}' | sed -n 1p)
    edge "/api/submission/$id/submit/" -H 'Content-Type: application/json' -d '{}' >/dev/null
    until_true 60 test_sql "SELECT count(*) = $before + 1 FROM core_issue"
    until_true 60 test_sql "SELECT count(*) > 0 FROM emails_email WHERE state = 'SENT' AND issue_id =
        (SELECT id FROM core_issue WHERE submission_id = '$id')"
    # A reply to the welcome comes back to the case.
    mails=$(sql "SELECT from_address FROM emails_email WHERE issue_id =
        (SELECT id FROM core_issue WHERE submission_id = '$id') LIMIT 1")
    edge /email/receive/ -F "to=$mails" -F 'from=Client <client@example.org>' -F 'subject=Re: Hello' \
        -F 'text=Thank you' -F "envelope={\"to\":[\"$mails\"],\"from\":\"client@example.org\"}" >/dev/null
    until_true 60 test_sql "SELECT count(*) = 1 FROM emails_email WHERE state = 'INGESTED' AND issue_id =
        (SELECT id FROM core_issue WHERE submission_id = '$id')"
}
test_sql() { [ "$(sql "$1")" = t ]; }

# under_load NAME COMMAND...: runs the command while people use Clerk; fails when anybody was failed.
under_load() {
    local name=$1 stop=$work/stop load rc=0
    shift
    rm -f "$stop"
    in_space "$load_program" http://clerk.test:8080 600 60 "$stop" >"$work/load-$name.json" 2>"$work/load-$name.log" &
    load=$!
    sleep 5
    "$@" || rc=$?
    sleep 5
    touch "$stop"
    wait "$load" || { tail -n 3 "$work/load-$name.log"; cut -c1-1500 "$work/load-$name.json"; return 1; }
    python3 - "$work/load-$name.json" <<'END'
import json, sys
it = json.load(open(sys.argv[1]))
print("  {requests} requests, {per_second:.0f} a second, {failed} failed, slowest {slowest_ms} ms".format(**it))
sys.exit(it["per_second"] < 50)
END
    submissions "$name"
    return "$rc"
}

# Every form that was taken is exactly one case with one welcome.
submissions() {
    python3 -c 'import json,sys; print("\n".join(json.load(open(sys.argv[1]))["submissions"]))' \
        "$work/load-$1.json" >"$work/submissions"
    local taken
    taken=$(grep -c . "$work/submissions")
    sql "DROP TABLE IF EXISTS clerk.taken; CREATE TABLE clerk.taken (id uuid)"
    psql -qX -h "$PGHOST" -p "$PGPORT" -U clerk -d clerk -c '\copy clerk.taken FROM STDIN' <"$work/submissions"
    local settled="SELECT count(*) = $taken FROM clerk.taken t WHERE
        (SELECT count(*) FROM core_issue WHERE submission_id = t.id) = 1 AND
        (SELECT count(*) FROM emails_email e JOIN core_issue i ON i.id = e.issue_id
            WHERE i.submission_id = t.id AND e.state = 'SENT') = 1"
    until_true 120 test_sql "$settled" || {
        sql "SELECT state, payload ->> 'job', count(*), max(last_error) FROM clerk.job WHERE state <> 'Done' GROUP BY 1, 2"
        return 1
    }
    say "  $taken forms, each one case and one welcome"
    sql 'DROP TABLE clerk.taken'
    test_sql "SELECT count(*) = 0 FROM clerk.job WHERE state = 'Dead'"
}

update() { roll_out clerk:two && release_is two; }
release_is() {
    docker service inspect --format '{{.Spec.TaskTemplate.ContainerSpec.Image}}' "${stack}_web" | grep -q "clerk:$1"
}
broken() {
    if roll_out clerk:broken; then say "  a broken image was taken for a good one"; return 1; fi
    release_is two
}
