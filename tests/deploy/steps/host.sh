# A bare host becomes a server: the parts of deploy/host on a fresh Debian in a container. Sourced, not run.
# shellcheck shell=bash disable=SC2154,SC2034,SC2016,SC2119,SC2120

provision() {
    local box=clerk-test-host said
    docker rm -f $box >/dev/null 2>&1 || true
    docker run -d --name $box -v "$root/deploy:/deploy:ro" -e CLERK_PACKAGES=distribution \
        -e CLERK_PARTS="packages nginx postgres ssh" debian:bookworm-slim sleep 3600 >/dev/null
    in_box() { docker exec -i $box "$@"; }
    # A key first, or nobody gets in again.
    if in_box /deploy/host/provision.sh --here >"$work/host.log" 2>&1; then return 1; fi
    tail -n 1 "$work/host.log" | grep 'root has no authorized key' >/dev/null
    in_box sh -c 'mkdir -p ~root/.ssh && echo "ssh-ed25519 AAAA test" >~root/.ssh/authorized_keys'
    said=$(in_box /deploy/host/provision.sh --here --dry-run)
    [[ $said == *"Would write /etc/ssh/sshd_config.d/10-clerk.conf"* ]]
    in_box /deploy/host/provision.sh --here >"$work/host.log" 2>&1
    # Twice changes nothing.
    said=$(in_box /deploy/host/provision.sh --here)
    if [[ $said == *written* || $said == *Installed* ]]; then say "$said"; return 1; fi
    in_box sshd -T | grep -x 'passwordauthentication no' >/dev/null
    # A faulty configuration is not put in place.
    in_box sh -c 'mkdir /faulty && cp -r /deploy /faulty/ && echo "nonsense;" >>/faulty/deploy/host/nginx/sites.conf'
    if in_box /faulty/deploy/host/provision.sh --here >/dev/null 2>&1; then return 1; fi
    in_box nginx -t -q
    in_box sh -c 'apt-get install -y -qq curl >/dev/null 2>&1; nginx'
    # No web server yet: the maintenance page.
    [ "$(in_box curl -s -o /dev/null -w '%{http_code}' -H 'Host: anikalegal.org.au' http://127.0.0.1/clerk/)" = 502 ]
    init_environment
    docker rm -f $box >/dev/null
}

init_environment() {
    in_box sh -c 'pg_ctlcluster 15 main start; mkdir -p /etc/clerk; printf "%s\n" CLERK_HOST=localhost PGUSER=clerk_prod \
        "PGPASSWORD=it'"'"'s \$a secret" PGDATABASE=clerk_prod >/etc/clerk/prod.env'
    local command=(env CLERK_HERE=1 CLERK_ENV_FILE=/etc/clerk/prod.env /deploy/host/init-env.sh prod)
    in_box "${command[@]}" --dry-run | grep 'Would make the database clerk_prod' >/dev/null
    in_box "${command[@]}" >"$work/host.log"
    in_box "${command[@]}" | grep 'exists: left alone' >/dev/null
    if grep -r 'a secret' "$work/host.log"; then return 1; fi
    if in_box grep -r 'a secret' /var/log/postgresql; then say "the password is in a log"; return 1; fi
    [ "$(in_box env PGPASSWORD="it's \$a secret" psql -U clerk_prod -d clerk_prod -qXAtc \
        'CREATE SCHEMA clerk; CREATE TABLE public.x (y int); SELECT 1')" = 1 ]
    # Nobody without the password.
    if in_box env PGPASSWORD=wrong psql -U clerk_prod -d clerk_prod -c 'SELECT 1' >/dev/null 2>&1; then return 1; fi
}

# The published port is NGINX's alone: with the rules of the server nobody comes to it from outside.
firewall() {
    [ -e "/run/netns/$space" ] || { say "  the engine is this machine's own: its firewall is left alone"; return 0; }
    curl -sf -m 10 -H 'Host: clerk.test' http://10.213.0.2:8080/healthz >/dev/null
    for _ in 1 2; do in_space env CLERK_PORTS=8080:8089 deploy/host/firewall/clerk-firewall.sh; done
    if curl -sf -m 4 -H 'Host: clerk.test' http://10.213.0.2:8080/healthz >/dev/null; then return 1; fi
    edge /healthz --fail
    [ "$(in_space iptables -S DOCKER-USER | grep -c 8080)" = 1 ]
    in_space iptables -F DOCKER-USER
}
