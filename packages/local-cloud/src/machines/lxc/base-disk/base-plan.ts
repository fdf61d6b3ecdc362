import { createHash } from 'node:crypto';
import { cloudConfig } from './guest/cloud-config.ts';
import { cloudStages } from './guest/cloud-stages.ts';
import type { GuestFile } from './guest/guest-file.ts';
import { mountDevices } from './guest/mount-devices.ts';
import { maskedGenerators, maskedUnits, quietBoot } from './guest/quiet-boot.ts';
import { hostAptSettings, hostSources, renderSources } from './host-apt.ts';
import { hostCertificates } from './host-certificates.ts';
import { packages, releaseOf } from './releases.ts';

/** Everything that goes into a base disk. */
export interface BasePlan {
  readonly suite: string;
  readonly packages: readonly string[];
  /** deb822; undefined takes mmdebstrap's default mirror. */
  readonly sources: string | undefined;
  readonly files: readonly GuestFile[];
  /** A shell script run at the end with the new root as `$1`. */
  readonly finish: string;
}

/** Collects what the base disk of that name is made of, on this host. */
export async function planBase(name: string): Promise<BasePlan> {
  const release = releaseOf(name);
  const [sources, aptSettings, certificates] = await Promise.all([
    hostSources(release.suite),
    hostAptSettings(),
    hostCertificates(),
  ]);
  return {
    suite: release.suite,
    packages: [...packages, ...release.morePackages],
    sources: sources === undefined ? undefined : renderSources(sources),
    files: [
      ...cloudConfig(release),
      ...(release.cloudInitProcesses === 'four' ? cloudStages() : []),
      ...quietBoot(),
      ...mountDevices(),
      { path: '/etc/apt/apt.conf.d/90imago', content: `Acquire::Languages "none";\n${aptSettings}` },
      ...certificates,
    ],
    finish,
  };
}

/** A short hash of everything in the plan: the same hash, the same disk. */
export function basePlanKey(plan: BasePlan): string {
  const content = JSON.stringify([process.arch, plan]);
  return createHash('sha256').update(content).digest('hex').slice(0, 12);
}

const finish = `set -eu
root=$1
units=$root/etc/systemd/system
mkdir -p "$units/multi-user.target.wants" "$root/etc/systemd/system-generators"
for unit in ${maskedUnits.join(' ')}; do ln -sf /dev/null "$units/$unit"; done
for generator in ${maskedGenerators.join(' ')}; do ln -sf /dev/null "$root/etc/systemd/system-generators/$generator"; done
ln -sf /lib/systemd/system/cloud-init.target "$units/multi-user.target.wants/cloud-init.target"
sed -i 's/^#\\?PasswordAuthentication .*/PasswordAuthentication no/' "$root/etc/ssh/sshd_config"
chroot "$root" update-ca-certificates >/dev/null
chroot "$root" python3 -m py_compile /usr/lib/python3/dist-packages/DataSourceEc2.py
# What belongs to a machine and not to a disk.
rm -rf "$root"/etc/ssh/ssh_host_* "$root/etc/hostname" "$root/etc/machine-id" "$root/etc/resolv.conf"
rm -rf "$root/var/lib/dbus/machine-id" "$root/var/log/journal" "$root/var/lib/systemd/random-seed"
# How this disk was made, and not how its machines shall install packages.
rm -f "$root/etc/apt/apt.conf.d/99mmdebstrap" "$root/etc/dpkg/dpkg.cfg.d/99mmdebstrap"
`;
