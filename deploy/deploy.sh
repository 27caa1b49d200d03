#!/usr/bin/env bash
# Rolls Clerk out to its server, waits until the new version is healthy, and goes back to the old one when
# it is not. Run from anywhere; the workflow "Deploy" runs it.
#
#   COMPOSE_SUFFIX=staging|prod deploy/deploy.sh [--dry-run]
#
# CLERK_PRIVATE_SSH_KEY   key for root@CLERK_HOST, which deploy/env/<suffix>.env names
# CLERK_KNOWN_HOST        the server's line of known_hosts; without it the key that it shows first is taken
# DOCKER_HOST             an engine to use instead of the server's, without SSH
# CLERK_IMAGE             another image than the compose file's
# CLERK_STACK_FILE        another compose file
# CLERK_STACK             another name of the stack
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=deploy/lib.sh
. deploy/lib.sh

dry_run=
case ${1:-} in
    --dry-run) dry_run=1 ;;
    "") ;;
    *) usage ;;
esac
choose_environment
stack=${CLERK_STACK:-clerk_$COMPOSE_SUFFIX}
file=${CLERK_STACK_FILE:-docker/docker.compose.$COMPOSE_SUFFIX.yml}
patience=${CLERK_DEPLOY_PATIENCE:-300}
services=(web worker)
[ -r "$file" ] || fail "$file is missing"

# A folder of our own for keys and Docker's settings, gone at the end.
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
chmod 700 "$home"

inspect() { docker service inspect --format "$2" "${stack}_$1" 2>/dev/null || true; }
spec() { inspect "$1" '{{json .Spec}}'; }
update_began() { inspect "$1" '{{with .UpdateStatus}}{{.StartedAt}}{{end}}'; }
update_state() { inspect "$1" '{{with .UpdateStatus}}{{.State}}{{end}}'; }

# Whether every copy of a service runs. One with a health check counts as running once it is healthy.
runs() {
    local wanted running
    wanted=$(inspect "$1" '{{.Spec.Mode.Replicated.Replicas}}')
    running=$(docker service ps --filter desired-state=running --format '{{.CurrentState}}' "${stack}_$1" |
        grep -c '^Running' || true)
    [ -n "$wanted" ] && [ "$running" -ge "$wanted" ]
}

# Waits for one service: 0 it runs as it should, 1 it does not.
settle() {
    local service=$1 until=$((SECONDS + patience)) state=new
    while [ $SECONDS -lt $until ]; do
        # What Docker says of the last update counts once it is about this one.
        if [ -n "${changed[$service]}" ]; then
            state=waiting
            [ "$(update_began "$service")" = "${began[$service]}" ] || state=$(update_state "$service")
        fi
        case $state in
            rollback_completed | rollback_paused | paused) say "  $service: $state"; return 1 ;;
            completed | new) if runs "$service"; then say "  $service: runs"; return 0; fi ;;
        esac
        sleep 1
    done
    say "  $service: not healthy after $patience s ($state)"
    return 1
}

tell_why() {
    docker service ps --no-trunc --format '  {{.Name}} {{.CurrentState}} {{.Error}}' "${stack}_$1" | sed -n 1,4p
    docker service logs --tail 30 --no-task-ids "${stack}_$1" 2>&1 | tail -n 30 || true
}

reach_docker "$home"
if [ -n "$dry_run" ]; then
    say "Would roll out $stack from $file to ${DOCKER_HOST}"
    exit 0
fi
declare -A before began changed
for service in "${services[@]}"; do
    before[$service]=$(spec "$service")
    began[$service]=$(update_began "$service")
done
say "Rolling out $stack"
docker stack deploy --with-registry-auth --prune --compose-file "$file" "$stack" >"$home/log" 2>&1 ||
    { cat "$home/log" >&2; fail "The stack could not be deployed"; }

for service in "${services[@]}"; do
    changed[$service]=
    [ -z "${before[$service]}" ] || [ "$(spec "$service")" = "${before[$service]}" ] || changed[$service]=1
done

failed=()
for service in "${services[@]}"; do settle "$service" || failed+=("$service"); done
if [ ${#failed[@]} -gt 0 ]; then
    for service in "${failed[@]}"; do tell_why "$service"; done
    # Both halves have to be of one version: whichever was updated goes back too.
    for service in "${services[@]}"; do
        if [ -n "${changed[$service]}" ] && [ "$(update_state "$service")" != rollback_completed ]; then
            say "  $service: back to the version before"
            docker service rollback --detach=false --quiet "${stack}_$service" >/dev/null || true
        fi
    done
    fail "$stack was not updated: ${failed[*]}"
fi
say "Removing images that nothing uses"
docker image prune --all --force --filter until=168h >/dev/null || true
say "$stack is up to date"
