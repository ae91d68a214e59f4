#!/bin/sh
# Starts nginx with deploy/nginx.conf, for the nodes and the name in NODES and HOST_NAME.
set -eu

servers=
for node in $NODES; do
  servers="$servers    server $node max_fails=1 fail_timeout=5s;\\n"
done
sed -e "s|^    server 127\.0\.0\.1:5080 .*|$servers|" -e "s|accounts\.example\.com|$HOST_NAME|" \
  -e 's|/var/log/nginx/useradmin\.log|/dev/stdout|' "${SOURCE:-/useradmin.conf}" \
  > "${TARGET:-/etc/nginx/conf.d/default.conf}"
exec nginx -g 'daemon off;' "$@"
