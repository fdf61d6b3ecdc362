/** A Debian release that base disks can be made of. */
export interface Release {
  /** As in `debian-12`. */
  readonly name: string;
  readonly suite: string;
  /**
   * How cloud-init runs its stages: `four` processes (before 24.3), which we put into one, or `one` by itself.
   */
  readonly cloudInitProcesses: 'four' | 'one';
  /** What older releases install by themselves, and Debian's machine images have. */
  readonly morePackages: readonly string[];
}

const releases: readonly Release[] = [
  { name: 'debian-11', suite: 'bullseye', cloudInitProcesses: 'four', morePackages: [] },
  { name: 'debian-12', suite: 'bookworm', cloudInitProcesses: 'four', morePackages: [] },
  { name: 'debian-13', suite: 'trixie', cloudInitProcesses: 'one', morePackages: ['e2fsprogs'] },
];

/** The names of the base disks that can be made. */
const baseNames: readonly string[] = releases.map(({ name }) => name);

/** Finds a release by the name of its base disk. */
export function releaseOf(name: string): Release {
  const release = releases.find((release) => release.name === name);
  if (release === undefined) {
    throw new Error(`no base disk "${name}" can be made: use one of ${baseNames.join(', ')}`);
  }
  return release;
}

/** What Debian's own machine images have and bake scripts count on, and nothing that slows a boot. */
export const packages: readonly string[] = [
  'ca-certificates',
  'cloud-init',
  'curl',
  'dbus',
  'gpg',
  'iproute2',
  'iputils-ping',
  'less',
  'libnss-myhostname',
  'lsb-release',
  'netbase',
  'openssh-server',
  'procps',
  'python3',
  'sudo',
  'systemd',
  'systemd-sysv',
  'tzdata',
  'wget',
];
