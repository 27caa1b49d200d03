#!/usr/bin/env bash
# The part of init-env.sh on the host: reads name of the database, role and password, a line each.
#
#   database.sh staging|prod [--dry-run]
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=deploy/host/lib.sh
. ./lib.sh
environment=${1:-} dry_run=${2:-}
{ read -r PG_NAME; read -r PG_ROLE; read -r PG_PASSWORD; } || fail "three lines are needed"
export PG_NAME PG_ROLE PG_PASSWORD
for name in "$PG_NAME" "$PG_ROLE"; do
    [[ $name =~ ^[a-z_][a-z0-9_]{0,62}$ ]] || fail "\"$name\" is no name for a database or role"
done
[ "$environment" = prod ] || [[ $PG_NAME != *_prod ]] || fail "$PG_NAME is production's, not $environment's"

# As the administrator: of this machine, or of wherever PGHOST points.
administrator() {
    if [ -n "${PGHOST:-}" ]; then psql -qXAt -v ON_ERROR_STOP=1 -d "$1"
    else runuser -u postgres -- psql -qXAt -v ON_ERROR_STOP=1 -d "$1"; fi
}
exists=$(printf '\\getenv name PG_NAME\nSELECT count(*) FROM pg_database WHERE datname = :%s;\n' "'name'" | administrator postgres)
if [ -n "$dry_run" ]; then
    say "Would make the role $PG_ROLE or set its password"
    if [ "$exists" = 1 ]; then say "The database $PG_NAME exists: would leave it"; else say "Would make the database $PG_NAME"; fi
    exit 0
fi
# The password is in no command line and, whatever fails, in no log.
administrator postgres <<'END'
SET log_min_error_statement = panic;
SET log_statement = 'none';
SET log_min_duration_statement = -1;
\getenv role PG_ROLE
\getenv password PG_PASSWORD
SELECT format('CREATE ROLE %I', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
SELECT format('ALTER ROLE %I LOGIN NOSUPERUSER PASSWORD %L', :'role', :'password') \gexec
END
if [ "$environment" = staging ]; then
    # Refreshing makes and drops databases.
    printf '\\getenv role PG_ROLE\nALTER ROLE :"role" CREATEDB;\n' | administrator postgres
fi
if [ "$exists" = 1 ]; then
    say "The database $PG_NAME exists: left alone"
else
    printf '\\getenv name PG_NAME\n\\getenv role PG_ROLE\nCREATE DATABASE :"name" OWNER :"role" ENCODING %s TEMPLATE template0;\n' \
        "'UTF8'" | administrator postgres
    say "The database $PG_NAME: made"
fi
# Whoever made it, Clerk keeps its own tables in a schema beside the original's.
printf '\\getenv name PG_NAME\n\\getenv role PG_ROLE\nGRANT ALL ON DATABASE :"name" TO :"role";\n' | administrator postgres
printf '\\getenv role PG_ROLE\nGRANT CREATE, USAGE ON SCHEMA public TO :"role";\n' | administrator "$PG_NAME"
say "The role $PG_ROLE: ready"
