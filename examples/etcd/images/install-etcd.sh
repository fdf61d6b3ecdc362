#!/bin/sh
# Debian's etcd, which a member starts itself once its data are there, and what it needs for that.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends etcd-server etcd-client
systemctl disable --quiet --now etcd
rm -rf /var/lib/etcd/*
install -m 755 /tmp/member/start-etcd /tmp/member/hand-over-leadership /usr/local/sbin/
rm -r /tmp/member
