#!/bin/sh
# Roles and databases of the platform. Runs on every start and changes only what is missing or different: passwords are taken
# anew from their files, which no environment, argument or log ever shows.
set -eu
export PGHOST=postgres PGUSER=postgres PGDATABASE=postgres
PGPASSWORD=$(cat /run/secrets/postgres_password)
export PGPASSWORD

role() { # NAME SECRET
  SECRET=$2 psql -v ON_ERROR_STOP=1 -qAtX -v role="$1" <<'SQL'
\set pw `cat "/run/secrets/$SECRET"`
SELECT format('CREATE ROLE %I', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'pw';
SQL
}

database() { # NAME, owned by the role of that name and closed to the others
  psql -v ON_ERROR_STOP=1 -qAtX -v name="$1" <<'SQL'
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name') WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO exporter;
SQL
}

role exporter postgres_exporter_password
psql -v ON_ERROR_STOP=1 -qAtX -c 'GRANT pg_monitor TO exporter' -c 'CREATE EXTENSION IF NOT EXISTS pg_stat_statements'
role sutazai postgres_app_password
database sutazai
role kong postgres_kong_password
database kong
echo 'roles and databases are as they should be'
