/**
 * Runs on a member at every boot, as `imago-member.service`. It reads `/etc/imago/launch`, which a launch writes, and
 * stops with a sentence on the console where a volume is not what it must be: nothing is started then.
 *
 * A volume's identity is in `.imago-volume` in its root: environment, member, name and id. One with another volume's id
 * is refused, unless it was made from a snapshot: then it takes its own identity once, and keeps it.
 */
export const memberBootScript: string = String.raw`#!/bin/sh
set -eu
state=/var/lib/imago

say() { echo "imago: $*"; }
give_up() { say "$*; nothing is started"; exit 1; }

# Sets device to the node of a volume: by its id where disks are NVMe, which have names in any order.
find_device() {
  link=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_$(echo "$1" | tr -d -)
  node=/dev/$(echo "$2" | sed -e 's,^/dev/,,' -e 's,^sd,xvd,')
  if [ -b "$link" ]; then device=$(readlink -f "$link"); return 0; fi
  [ -b "$node" ] || return 1
  device=$(readlink -f "$node")
  case $device in /dev/nvme*) return 1 ;; esac
}

# Makes a file system where there never was one: on a volume that is empty by every account.
make_file_system() {
  if [ "$formatted" = true ] || [ -e "$state/seen-$id" ]; then
    give_up "$what has no file system, and it had one; restore it from a snapshot"
  fi
  cmp -s -n 1048576 "$device" /dev/zero ||
    give_up "$what holds something that is no known file system; if it is of no use, overwrite its first MiB with zeros"
  command -v "mkfs.$kind" > /dev/null || give_up "the image has no mkfs.$kind to make a file system on $what"
  say "$what is empty; making its $kind file system"
  "mkfs.$kind" -q "$device" < /dev/null
}

# What is on the mounted volume must be its own.
check_identity() {
  marker=$where/.imago-volume
  mine="environment=$IMAGO_PROJECT/$IMAGO_ENVIRONMENT member=$IMAGO_MEMBER volume=$name id=$id"
  there=$(cat "$marker" 2> /dev/null || true)
  [ "$there" != "$mine" ] || return 0
  if [ -n "$there" ]; then
    case $there in *" id=$id") restored=false ;; esac
    [ "$restored" = true ] || give_up "$what is marked as another one ($there); expected $mine in .imago-volume"
    say "$what was made from a snapshot of another one ($there)"
  elif [ "$restored" != true ]; then
    [ -z "$(ls -A "$where" | grep -vx -e lost+found -e '.imago-volume.*' || true)" ] ||
      give_up "$what holds data, but no .imago-volume that says whose; if they are this member's, write into it: $mine"
  fi
  echo "$mine" > "$marker.new" && sync "$marker.new" && mv "$marker.new" "$marker"
}

# volume NAME ID DEVICE MOUNT-POINT FILE-SYSTEM OWNER MODE FORMATTED RESTORED
volume() {
  name=$1 id=$2 where=$4 kind=$5 owner=$6 mode=$7 formatted=$8 restored=$9
  what="volume $name ($id)"
  waited=0
  until find_device "$id" "$3"; do
    [ $((waited % 60)) -ne 0 ] || say "waiting for $what as $3"
    waited=$((waited + 1))
    sleep 1
  done
  what="volume $name ($id) at $device"
  mkdir -p "$where"
  if ! mountpoint -q "$where"; then
    status=0
    told=$(blkid -p "$device" 2>&1) || status=$?
    case $status:$told in
      0:*) ;;
      2:) make_file_system ;;
      *) give_up "blkid cannot tell what is on $what (status $status: $told)" ;;
    esac
    type=$(blkid -p -o value -s TYPE "$device" || true)
    case $type in
      ext4 | xfs) ;;
      *) give_up "$what holds $told, which is no file system of a member" ;;
    esac
    touch "$state/seen-$id"
    mount -t "$type" "$device" "$where" || give_up "$what cannot be mounted on $where"
    (check_identity) || { umount "$where"; exit 1; }
  fi
  [ -z "$owner" ] || chown "$owner" "$where" || give_up "$where cannot be given to $owner"
  [ -z "$mode" ] || chmod "$mode" "$where"
  say "$what is on $where"
}

# An image that was made from a member is not that member.
instance=$(cat /var/lib/cloud/data/instance-id 2> /dev/null || true)
if [ "$instance" != "$(cat /etc/imago/instance-id)" ]; then
  say "this machine was not launched as the member that it has the files of"
  exit 0
fi

mkdir -p "$state"
set -a
. /etc/imago/member.env
set +a
. /etc/imago/launch
say "member $IMAGO_MEMBER of $IMAGO_PROJECT/$IMAGO_ENVIRONMENT, release $IMAGO_RELEASE"

echo "$IMAGO_MEMBER" > /etc/hostname
hostname "$IMAGO_MEMBER"
hosts=$(grep -v ' # imago$' /etc/hosts || true)
{
  echo "$hosts"
  for peer in $IMAGO_MEMBERS; do echo "$(echo "$peer" | cut -d= -f2) $(echo "$peer" | cut -d= -f1) # imago"; done
} > /etc/hosts

volumes
if [ -e "$state/started" ]; then
  sed -i 's/^IMAGO_BOOTSTRAP=.*/IMAGO_BOOTSTRAP="existing"/' /etc/imago/member.env
  IMAGO_BOOTSTRAP=existing
fi
if [ -e /usr/local/lib/imago/start ]; then
  say "running the start script"
  status=0
  /usr/local/lib/imago/start < /dev/null || status=$?
  [ "$status" -eq 0 ] || { say "the start script ended with status $status"; exit 1; }
fi
touch "$state/started"
say "member $IMAGO_MEMBER is started"
`;
