#!/usr/bin/env bash
# Sends the running demo a rental-repairs form as the public intake form would, with a photo, and
# waits until the worker has made a case of it.
set -euo pipefail
# shellcheck source=.dev/lib.sh
. "$(dirname "$0")/lib.sh"

address=$(cat "$home/demo.address" 2>/dev/null) || fail "The demo does not run. Start it with:  make demo"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# call WHAT ARGUMENTS...: curl that shows the answer when it is not what we want.
call() {
    local what=$1 status
    shift
    status=$(curl -sS -m 30 -o "$work/answer" -w '%{http_code}' "$@") || fail "$what: no answer"
    case $status in
        2*) cat "$work/answer" ;;
        *) fail "$what: status $status: $(head -c 500 "$work/answer")" ;;
    esac
}

# value NAME: the first value of that name in the JSON on standard input.
value() { grep -oE "\"$1\" *: *\"[^\"]*\"" | awk -F'"' 'NR == 1 { print $4 }'; }

email=demi.$(date +%s)@example.com
say "Uploading a photo"
photo=$(call "Upload" -F "file=@shared/sample_data/src/demo/leak.png;type=image/png" "$address/api/upload/")

say "Sending the answers of $email"
{
    printf '{"answers": '
    answers=$(<.dev/demo-answers.json)
    answers=${answers/@PHOTO@/"$photo"}
    printf '%s}' "${answers/@EMAIL@/"$email"}"
} >"$work/body"
json=(-H 'Content-Type: application/json')
id=$(call "Submission" "${json[@]}" --data-binary "@$work/body" "$address/api/submission/" | value id)
call "Submit" "${json[@]}" -d '{}' "$address/api/submission/$id/submit/" >/dev/null

say "Logging in as the coordinator to see what the worker makes of it"
cookies=(-b "$work/cookies" -c "$work/cookies")
call "Login page" "${cookies[@]}" "$address/accounts/login/" >/dev/null
token=$(awk '$6 == "csrftoken" { print $7 }' "$work/cookies")
status=$(curl -sS -m 30 -o /dev/null -w '%{http_code}' "${cookies[@]}" -H "Referer: $address/accounts/login/" \
    --data-urlencode "csrfmiddlewaretoken=$token" --data-urlencode username=coordinator@anikalegal.org.au \
    --data-urlencode password=clerk-demo "$address/accounts/login/")
[ "$status" = 302 ] || fail "Login: status $status"

for ((tries = 0; tries < 120; tries++)); do
    found=$(call "Case list" "${cookies[@]}" -G --data-urlencode "search=$email" "$address/clerk/api/case/")
    fileref=$(value fileref <<<"$found") || true
    [ -z "$fileref" ] || break
    [ $((tries % 6)) != 5 ] || say "  waiting for the worker"
    sleep 0.5
done
[ -n "$fileref" ] || fail "There is no case after a minute; see $home/log/worker.log"

# The first id in the list's only result is the case's own.
case_id=$(grep -m1 -oE '/clerk/cases/[0-9a-f-]{36}/' <<<"$found" | sed -n 1p)
say
say "  The form became case $fileref:  $address$case_id"
say "  (log in as coordinator@anikalegal.org.au, password clerk-demo)"
say "  The welcome email is in .clerk/mail/, the message to Slack in .clerk/outside.log."
