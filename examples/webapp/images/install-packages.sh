#!/bin/sh
# The lower layer: what rarely changes.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends nginx-light nodejs >/dev/null
rm -f /etc/nginx/sites-enabled/default
apt-get clean
rm -rf /var/lib/apt/lists/*
