import type { GuestFile } from './guest-file.ts';

/**
 * Mounts the devices in /etc/fstab at boot. systemd leaves them out in containers (systemd-fstab-generator(8) looks
 * whether /sys can be written), and here volumes are there before init starts.
 */
export function mountDevices(): readonly GuestFile[] {
  return [
    {
      path: '/etc/systemd/system/imago-fstab.service',
      content: `[Unit]
Description=Mount the devices in /etc/fstab
DefaultDependencies=no
Conflicts=umount.target
Before=local-fs.target umount.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecCondition=grep -Eq "^(/dev/|UUID=|LABEL=)" /etc/fstab
ExecStart=-mount --all
`,
    },
    {
      path: '/etc/systemd/system/local-fs.target.d/imago.conf',
      content: '[Unit]\nWants=imago-fstab.service\n',
    },
  ];
}
