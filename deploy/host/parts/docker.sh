# Docker with Swarm. The version is held: an update restarts every container, so somebody decides when.
# shellcheck shell=bash
if [ "${CLERK_PACKAGES:-}" = distribution ]; then
    packages docker.io
else
    distribution=$(of_distribution ID)
    repository docker "https://download.docker.com/linux/$distribution/gpg" \
        "https://download.docker.com/linux/$distribution" "$(of_distribution VERSION_CODENAME)" stable
    packages docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin
    act apt-mark hold docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin
fi
if put docker/daemon.json /etc/docker/daemon.json; then service restart docker; fi
service enable docker
if [ -n "$dry_run" ]; then
    say "Would make a Swarm of one, unless there is one"
elif [ "$(docker info --format '{{.Swarm.LocalNodeState}}' 2>/dev/null)" != active ]; then
    # Docker does not guess when there are several addresses.
    address=$(ip -4 route get 192.0.2.1 2>/dev/null | sed -nE 's/.* src ([0-9.]+).*/\1/p')
    docker swarm init --advertise-addr "${address:-127.0.0.1}" >/dev/null
    say "Docker Swarm: on"
fi
