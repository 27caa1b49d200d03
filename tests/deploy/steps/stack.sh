# The stack of production on this machine, with NGINX before it and PostgreSQL beside it. Sourced, not run.
# shellcheck shell=bash disable=SC2154,SC2034,SC2016,SC2119,SC2120

edge_image() {
    docker image inspect clerk-edge >/dev/null 2>&1 ||
        printf 'FROM debian:bookworm-slim\nRUN apt-get update -qq && apt-get install -y -qq --no-install-recommends nginx-light\n' |
        docker build -q -t clerk-edge - >/dev/null
    mkdir -p "$work/edge"
    rm -rf "$work/edge/clerk"
    cp -r deploy/host/nginx "$work/edge/clerk"
    # The server's own files but for this: where the web servers are.
    cat >"$work/edge/nginx.conf" <<'END'
daemon off;
error_log stderr warn;
events { worker_connections 2048; }
http {
    include /etc/nginx/mime.types;
    include /etc/nginx/clerk/common.conf;
    map $uri $clerk_routed {
        default http://web:8000;
        include /etc/nginx/clerk/routes/prod[.]conf;
    }
    server {
        listen 8080;
        server_name clerk.test;
        resolver 127.0.0.11 valid=1s ipv6=off;
        set $clerk $clerk_routed;
        set $clerk_other http://web:8000;
        include /etc/nginx/clerk/proxy.conf;
    }
}
END
}

# Amazon's S3, as far as this machine is concerned: for files and for backups.
files_start() {
    in_space "$programs/s3" 0.0.0.0:9001 clerk-test backups >"$work/s3.log" 2>&1 &
    s3=$!
    until_true 10 grep -q ACCESS_KEY "$work/s3.log"
}

# A way in as on the server: SSH as root with a key, and Docker behind it.
server_start() {
    local folder=$work/ssh name
    rm -rf "$folder"
    mkdir -m 700 "$folder"
    for name in host user; do ssh-keygen -q -t ed25519 -N '' -f "$folder/$name"; done
    cat >"$folder/config" <<END
ListenAddress 127.0.0.1
Port 2222
HostKey $folder/host
AuthorizedKeysFile $folder/user.pub
PidFile $folder/pid
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication no
SetEnv DOCKER_HOST=$DOCKER_HOST PATH=$(dirname "$(command -v "$client")"):$PATH
END
    mkdir -p /run/sshd
    in_space "$(command -v sshd)" -f "$folder/config"
}

# by_ssh COMMAND...: with what the workflows give the scripts, and no other way to Docker.
by_ssh() {
    (unset DOCKER_HOST
        export CLERK_ENV_FILE=${CLERK_ENV_FILE:-$work/test.env} CLERK_SSH_PORT=2222
        CLERK_PRIVATE_SSH_KEY=$(<"$work/ssh/user")
        CLERK_KNOWN_HOST="[127.0.0.1]:2222 $(cut -d' ' -f1,2 "$work/ssh/host.pub")"
        export CLERK_PRIVATE_SSH_KEY CLERK_KNOWN_HOST
        in_space "$@")
}

connection() {
    { read -r PGHOST; read -r PGPORT; } <"$pg/connection"
    export PGHOST PGPORT
    socket=$PGHOST
}

database() {
    .dev/postgres.sh start "$pg" >/dev/null
    connection
    # On the server it is a password; containers have another user than this machine.
    echo 'local all all trust' >"$pg/postgres/data/pg_hba.conf"
    sql 'SELECT pg_reload_conf()' postgres postgres >/dev/null
}

stack_file() {
    mkdir -p deploy/env
    # This side of Docker's networks, where the store of files is.
    local gateway
    gateway=$(docker network inspect bridge --format '{{(index .IPAM.Config 0).Gateway}}')
    cat >"$work/test.env" <<END
CLERK_HOST=127.0.0.1
DJANGO_SETTINGS_MODULE=clerk.settings.test
DJANGO_SECRET_KEY=only-for-this-test
GUNICORN_PORT=8000
CLERK_BIND=0.0.0.0
CLERK_BASE_URL=http://clerk.test
PGHOST=/app/postgres.sock
PGPORT=$PGPORT
PGDATABASE=clerk
PGUSER=clerk
CLERK_DB_POOL_SIZE=8
CLERK_OUTSIDE_URL=http://stand-in:9000
CLERK_MAIL=sendgrid
SENDGRID_API_KEY=none
EMAIL_ALLOWED_DOMAINS=*
CLERK_FILES=s3
AWS_ENDPOINT_URL_S3=http://$gateway:9001
AWS_STORAGE_BUCKET_NAME=clerk-test
$(grep -E '^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)' "$work/s3.log")
CLERK_SHUTDOWN_PAUSE=8
CLERK_SUBMISSIONS_PER_MINUTE=0
CLERK_LOGIN_FAILURES_PER_ADDRESS=1000
CLERK_METRICS_BIND=0.0.0.0:9100
END
    # The stack of production, without its published port (there is no IPVS here), with the test's
    # settings and PostgreSQL's socket.
    sed -e '/^    ports:/,/^      - /d' -e "s#\.\./deploy/env/prod.env#$work/test.env#" \
        -e "s#/var/run/postgresql:#$PGHOST:#" docker/docker.compose.prod.yml >"$work/prod.yml"
    cat >"$work/test.yml" <<END
version: "3.8"
services:
  web:
    deploy: { endpoint_mode: dnsrr, update_config: { monitor: 8s } }
  worker:
    deploy: { endpoint_mode: dnsrr, update_config: { monitor: 8s } }
  stand-in:
    image: clerk:one
    command: ["clerk-worker", "stand-in", "--bind", "0.0.0.0", "--port", "9000", "--log", "/tmp/outside.log"]
    environment: { DJANGO_SETTINGS_MODULE: clerk.settings.test, PGHOST: none }
    healthcheck: { disable: true }
    deploy: { endpoint_mode: dnsrr }
  edge:
    image: clerk-edge
    command: ["nginx", "-c", "/etc/clerk-edge.conf"]
    ports: [{ target: 8080, published: 8080, mode: host }]
    volumes: ["$work/edge/nginx.conf:/etc/clerk-edge.conf:ro", "$work/edge/clerk:/etc/nginx/clerk:ro"]
    deploy: { endpoint_mode: dnsrr }
END
    # deploy.sh takes one file; Docker merges the two.
    python3 - "$work/prod.yml" "$work/test.yml" >"$work/stack.yml" <<'END'
import sys, yaml
def merge(a, b):
    for k, v in b.items():
        if isinstance(v, dict) and isinstance(a.get(k), dict): merge(a[k], v)
        elif isinstance(v, list) and isinstance(a.get(k), list): a[k] = a[k] + v
        else: a[k] = v
    return a
print(yaml.safe_dump(merge(yaml.safe_load(open(sys.argv[1])), yaml.safe_load(open(sys.argv[2])))))
END
}

roll_out() {
    CLERK_IMAGE=$1 COMPOSE_SUFFIX=prod CLERK_STACK_FILE=$work/stack.yml by_ssh deploy/deploy.sh
}

first() {
    docker swarm init --advertise-addr 127.0.0.1 >/dev/null 2>&1 || true
    # The edge finds nobody before the web server has a name.
    roll_out clerk:one
    until_true 60 edge /readyz --fail
    docker run --rm -v "$PGHOST:/app/postgres.sock" --env-file "$work/test.env" clerk:one \
        clerk-worker demo-data --cases 50 >/dev/null
    edge /readyz
    say ""
    [ "$(edge /metrics -o /dev/null -w '%{http_code}')" = 404 ]
    [ "$(edge /status/ | grep -c 'is working')" = 1 ]
    # The programs run without rights, on a file system that they cannot write.
    local id
    id=$(docker ps -q --filter name="${stack}_web")
    [ "$(docker inspect --format '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}' "$id")" = "true [ALL]" ]
}
