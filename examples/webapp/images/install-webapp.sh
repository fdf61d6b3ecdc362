#!/bin/sh
# The upper layer: the release itself.
set -eu
install -d /srv/webapp
install -m 644 /tmp/app/server.mjs /srv/webapp/
printf 'VERSION=%s\nGREETING=%s\n' "$VERSION" "$GREETING" >/srv/webapp/release.env
install -m 644 /tmp/app/nginx.conf /etc/nginx/sites-enabled/webapp
install -m 644 /tmp/app/webapp.service /etc/systemd/system/
systemctl enable -q webapp nginx
rm -rf /tmp/app
