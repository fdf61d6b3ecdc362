import type { GuestFile } from './guest-file.ts';

/** Units that can do nothing in a container; each start is a fork of systemd. */
export const maskedUnits: readonly string[] = [
  'apt-daily-upgrade.timer',
  'apt-daily.timer',
  'cloud-init-hotplugd.socket',
  'console-getty.service',
  // logind is not started on demand either: `systemctl poweroff` would wait 50 seconds for its answer.
  'dbus-org.freedesktop.login1.service',
  'dev-hugepages.mount',
  'e2scrub_all.timer',
  'e2scrub_reap.service',
  'fstrim.timer',
  'getty-static.service',
  'getty@tty1.service',
  'kmod-static-nodes.service',
  'proc-sys-fs-binfmt_misc.automount',
  'sys-fs-fuse-connections.mount',
  'sys-kernel-config.mount',
  'sys-kernel-debug.mount',
  'sys-kernel-tracing.mount',
  'systemd-ask-password-console.path',
  'systemd-ask-password-wall.path',
  'systemd-binfmt.service',
  'systemd-firstboot.service',
  'systemd-hwdb-update.service',
  'systemd-initctl.socket',
  'systemd-journald-audit.socket',
  'systemd-modules-load.service',
  'systemd-pcrphase-sysinit.service',
  'systemd-pcrphase.service',
  'systemd-pstore.service',
  'systemd-random-seed.service',
  'systemd-remount-fs.service',
  'systemd-repart.service',
  'systemd-udev-trigger.service',
  'systemd-udevd.service',
  'systemd-update-utmp-runlevel.service',
];

/** Generators that find nothing in a container; cloud-init's is replaced by a plain link to its target. */
export const maskedGenerators: readonly string[] = [
  'cloud-init-generator',
  'systemd-cryptsetup-generator',
  'systemd-debug-generator',
  'systemd-getty-generator',
  'systemd-gpt-auto-generator',
  'systemd-hibernate-resume-generator',
  'systemd-integritysetup-generator',
  'systemd-system-update-generator',
  'systemd-veritysetup-generator',
];

/** Settings that make boots quick and bakes quick, and leave what an image may count on as Debian has it. */
export function quietBoot(): readonly GuestFile[] {
  return [
    {
      // Sessions are logind's business only where PAM tells it of them.
      path: '/etc/systemd/system/systemd-logind.service.d/imago.conf',
      content: `[Unit]
ConditionPathExistsGlob=/usr/lib/*/security/pam_systemd.so
`,
    },
    {
      // A machine's disk lives as long as its machine: waiting for the platter makes packages install slowly.
      path: '/etc/dpkg/dpkg.cfg.d/imago',
      content: 'force-unsafe-io\n',
    },
    { path: '/etc/default/locale', content: 'LANG=C.UTF-8\n' },
    { path: '/etc/fstab', content: '# Nothing to mount: the root file system is given from outside.\n' },
    { path: '/etc/hosts', content: '127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n' },
  ];
}
