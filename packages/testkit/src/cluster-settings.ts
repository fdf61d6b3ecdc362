import { minutes, seconds } from '@imago/engine';
import type { ClusterSettings, OneAtATimeSettings } from '@imago/engine';

/** Settings of a cluster of so many members for tests: one volume each, and short times. */
export function clusterSettings(
  size: number,
  changes: Partial<ClusterSettings> = {},
  strategy: Partial<OneAtATimeSettings> = {},
): ClusterSettings {
  return {
    kind: 'cluster',
    members: Array.from({ length: size }, (_, index) => ({ ordinal: index + 1, name: `m-${index + 1}` })),
    volumes: [volumeSettings('data')],
    instanceType: 't3.micro',
    subnets: [],
    ports: [2379],
    allowFrom: [],
    sshFrom: [],
    bootstrap: 'parallel',
    downgrade: 'refused',
    health: {
      kind: 'etcd',
      name: 'etcd',
      sampling: { interval: seconds(8), timeout: seconds(2), count: 1, failureLimit: 0 },
      maxBehind: 10,
      port: 2379,
      scheme: 'http',
      from: 'here',
    },
    gates: [],
    hooks: [],
    tests: [],
    tags: {},
    strategy: {
      kind: 'one-at-a-time',
      healthyDeadline: minutes(1),
      stopDeadline: seconds(20),
      minHealthyTime: seconds(3),
      firstMemberBakeTime: seconds(0),
      bakeTime: seconds(3),
      progressDeadline: minutes(3),
      autoRollback: true,
      snapshots: true,
      ...strategy,
    },
    requireRehearsal: false,
    notifications: [],
    ...changes,
  };
}

/** A small data volume of that name. */
export const volumeSettings = (name: string): ClusterSettings['volumes'][number] => ({
  name,
  sizeGiB: 8,
  type: 'gp3',
  encrypted: false,
  device: name === 'data' ? '/dev/xvdf' : '/dev/xvdg',
  mountPoint: `/${name}`,
  fileSystem: 'ext4',
});
