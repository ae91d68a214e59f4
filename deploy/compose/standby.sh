#!/bin/bash
# Starts the second server: the first time as a copy of the first one, which it follows.
set -euo pipefail

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # A copy that was interrupted is made again.
  rm -rf "$PGDATA"
  PGPASSWORD=$(cat "$SECRETS/replication") pg_basebackup --pgdata="$PGDATA" --wal-method=stream --checkpoint=fast \
    --slot=standby --write-recovery-conf \
    --dbname="host=$PRIMARY port=${PRIMARY_PORT:-5432} user=replication application_name=standby"
fi

# Copied from the first server with its settings: promoted, this one would wait for a standby of its own.
exec postgres -c synchronous_standby_names= "$@"
