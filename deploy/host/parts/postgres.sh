# PostgreSQL of one major version, the same as that of the image's pg_dump.
# shellcheck shell=bash
if [ "${CLERK_PACKAGES:-}" = distribution ]; then
    packages postgresql
else
    repository pgdg https://www.postgresql.org/media/keys/ACCC4CF8.asc https://apt.postgresql.org/pub/repos/apt \
        "$(of_distribution VERSION_CODENAME)-pgdg" main
    # Not "postgresql": that would bring the newest major version, which a backup does not go back from.
    packages "postgresql-${POSTGRES_VERSION:-16}"
fi
cluster=$(find /etc/postgresql -mindepth 2 -maxdepth 2 -type d 2>/dev/null | sort -V | tail -n 1) || true
[ -n "$cluster" ] || [ -n "$dry_run" ] || fail "PostgreSQL has no cluster"
cluster=${cluster:-/etc/postgresql/16/main}
if put postgres/clerk.conf "$cluster/conf.d/clerk.conf"; then service restart postgresql; fi
if put postgres/pg_hba.conf "$cluster/pg_hba.conf"; then
    [ -n "$dry_run" ] || chown postgres:postgres "$cluster/pg_hba.conf"
    service reload postgresql
fi
service enable postgresql
