#!/bin/bash
# Runs once, when the first server creates its empty database: /docker-entrypoint-initdb.d of the PostgreSQL image.
set -euo pipefail

# A slot keeps the log of changes for a standby that is away.
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v replication="$(cat "$SECRETS/replication")" -v useradmin="$(cat "$SECRETS/useradmin")" <<'SQL'
CREATE ROLE replication LOGIN REPLICATION PASSWORD :'replication';
SELECT pg_create_physical_replication_slot('standby');
CREATE ROLE useradmin LOGIN PASSWORD :'useradmin';
CREATE DATABASE accounts OWNER useradmin;
-- Not on the command line: this script would wait for a standby that cannot be there yet.
ALTER SYSTEM SET synchronous_standby_names = 'standby';
SQL

echo 'host replication replication all scram-sha-256' >> "$PGDATA/pg_hba.conf"
