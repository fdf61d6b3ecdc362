import { createHash } from 'node:crypto';
import type { ImageRecord } from '../../store/records/ec2.ts';

/** Debian's account on AWS, which publishes its official images. */
const DEBIAN_OWNER = '136693071363';

/** When each release's official image was made, as its name tells. */
const BUILDS: Readonly<Record<string, string>> = {
  'debian-11': '20260831-2240',
  'debian-12': '20260901-2000',
  'debian-13': '20260906-2230',
};

/** The names of the base disks that can be made. */
const BASE_DISKS: readonly string[] = Object.keys(BUILDS);

/**
 * A Debian image as AWS shows it, on a base disk such as `debian-12`. Its id is always the same, so that
 * a config which names it keeps working; `id` gives an extra id to the same image (`imago local alias`).
 */
export function baseImage(disk: string, id: string = `ami-${digest(disk)}`): ImageRecord {
  const build = BUILDS[disk];
  if (build === undefined) {
    throw new Error(`there is no base image ${disk}: write one of ${BASE_DISKS.join(', ')}`);
  }
  const day = `${build.slice(0, 4)}-${build.slice(4, 6)}-${build.slice(6, 8)}`;
  return {
    id,
    name: `${disk}-amd64-${build}`,
    description: `Debian ${disk.slice('debian-'.length)} (${build})`,
    ownerId: DEBIAN_OWNER,
    public: true,
    launchPermissions: [],
    state: 'available',
    createdAt: new Date(`${day}T${build.slice(9, 11)}:${build.slice(11, 13)}:00Z`),
    rootDeviceName: '/dev/xvda',
    blockDevices: [
      {
        deviceName: '/dev/xvda',
        snapshotId: `snap-${digest(`${disk} root`)}`,
        sizeGiB: 8,
        volumeType: 'gp3',
        deleteOnTermination: true,
        encrypted: false,
      },
    ],
    disk,
    tags: {},
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 17);
}
