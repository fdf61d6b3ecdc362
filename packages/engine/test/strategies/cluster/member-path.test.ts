import { describe, expect, test } from 'vitest';
import type { ClusterAction, ObservedMember, ObservedMemberInstance, ObservedVolume } from '@imago/engine';
import { clusterRolloutOf, nothingSeenOfCluster } from '../../../src/rollout/cluster-sight.ts';
import { clusterTask } from '../../../src/strategies/cluster/cluster-task.ts';
import { bringUp } from '../../../src/strategies/cluster/member-path.ts';
import { wordsOf } from './drive-cluster.ts';
import { clusterSettings } from './settings.ts';

const now = new Date('2026-01-01T12:00:00Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
const settings = clusterSettings(1);

const free: ObservedVolume = { name: 'data', id: 'vol-1', zone: 'a', state: 'available', formatted: true };
const held = (
  instanceId: string,
  state: NonNullable<ObservedVolume['attachment']>['state'] = 'attached',
): ObservedVolume => ({ ...free, state: 'in-use', attachment: { instanceId, device: '/dev/xvdf', state } });
const own = { id: 'eni-1', address: '10.0.0.4', zone: 'a' };
const instance = (
  id: string,
  state: ObservedMemberInstance['state'],
  release: 'r1' | 'r2' = 'r2',
): ObservedMemberInstance => ({ id, state, release, launchedAt: ago(3600) });

interface Scene {
  readonly instances?: readonly ObservedMemberInstance[];
  readonly volume?: ObservedVolume | 'lost';
  readonly networkInterface?: ObservedMember['networkInterface'] | 'lost';
  /** What was ordered, and how many seconds ago. */
  readonly ordered?: readonly (readonly [ago: number, action: ClusterAction])[];
  readonly templates?: readonly ('r1' | 'r2')[];
  readonly endedAttempts?: readonly string[];
  /** For how many seconds nothing has moved on. */
  readonly unmoved?: number;
}

/** What is done next for a member on its way from r1 to r2. */
function next({
  instances = [],
  volume = free,
  networkInterface = own,
  ordered = [],
  templates = ['r1', 'r2'],
  endedAttempts = [],
  unmoved = 0,
}: Scene): string {
  const member: ObservedMember = {
    name: 'm-1',
    ordinal: 1,
    volumes: volume === 'lost' ? [] : [volume],
    instances,
    endedAttempts,
    ...(networkInterface === 'lost' || networkInterface === undefined ? {} : { networkInterface }),
  };
  const environment = { project: 'shop', environment: 'store' };
  const observed = { environment, at: now, members: [member], templates, snapshots: [] };
  const entries = ordered.map(([seconds, action]) => ({
    kind: 'act' as const,
    at: ago(seconds).toISOString(),
    actions: [action],
  }));
  const order = {
    kind: 'deploy',
    number: 7,
    to: 'r2',
    from: 'r1',
    settings,
    fromSettings: settings,
  } as const;
  const rollout = clusterRolloutOf(
    { ...order, startedAt: ago(600), checks: [], releaseOf: {} },
    entries,
    { ...nothingSeenOfCluster, progressAt: ago(unmoved) },
    { interrupted: false, now },
  );
  const task = clusterTask(observed, rollout, now);
  const [view] = task.members;
  const decision = view === undefined ? undefined : bringUp(task, view, 'r2');
  if (decision?.kind === 'act') return decision.actions.map(wordsOf).join(', ');
  return decision !== undefined && 'reason' in decision ? `${decision.kind}: ${decision.reason}` : 'nothing';
}

const stop = (id: string): ClusterAction => ({
  kind: 'stop-member',
  member: 'm-1',
  instance: id,
  force: false,
});
const launch = (attempt: string): ClusterAction => ({
  kind: 'launch-member',
  member: 'm-1',
  release: 'r2',
  attempt,
  bootstrap: 'existing',
});
const on = (id: string): ObservedMember['networkInterface'] => ({ ...own, instanceId: id });

const rules: readonly (readonly [rule: string, scene: Scene, expected: string])[] = [
  ['launches on what is free', {}, 'launch-member 7-m-1-1 on r2, existing'],
  ['makes the template that is not there', { templates: ['r1'] }, 'prepare-template'],
  [
    'gives a launch time to show',
    { ordered: [[2, launch('7-m-1-1')]] },
    'wait: the instances of m-1 to be seen as they are',
  ],
  [
    'launches once more under the same name what was not seen',
    { ordered: [[30, launch('7-m-1-1')]] },
    'launch-member 7-m-1-1 on r2, existing',
  ],
  [
    'launches under another name what was there, and is not',
    {
      ordered: [
        [30, launch('7-m-1-1')],
        [20, { kind: 'attach-volumes', member: 'm-1', instance: 'i-2' }],
      ],
    },
    'launch-member 7-m-1-2 on r2, existing',
  ],
  [
    'launches under another name what was seen to have ended',
    { ordered: [[30, launch('7-m-1-1')]], endedAttempts: ['7-m-1-1'] },
    'launch-member 7-m-1-2 on r2, existing',
  ],
  [
    'launches nothing beside what is on its way out',
    { instances: [instance('i-1', 'shutting-down')] },
    'wait: i-1 of m-1 to be gone',
  ],
  [
    'launches nothing on an interface in use',
    { networkInterface: on('i-1') },
    'wait: the interface of m-1 to be free',
  ],
  [
    'launches nothing while its volume is elsewhere',
    { volume: held('i-9') },
    'wait: volume data of m-1 to be let go by i-9',
  ],
  [
    'goes on with a stop that was ordered',
    { instances: [instance('i-1', 'running', 'r1')], volume: held('i-1'), ordered: [[10, stop('i-1')]] },
    'stop-member i-1',
  ],
  [
    'waits while it stops',
    { instances: [instance('i-1', 'stopping')], volume: held('i-1'), ordered: [[10, stop('i-1')]] },
    'wait: i-1 of m-1 to be stopped',
  ],
  [
    'stops by force what was given its time',
    { instances: [instance('i-1', 'stopping')], volume: held('i-1'), ordered: [[30, stop('i-1')]] },
    'stop-member i-1 by force',
  ],
  [
    'lets go of volumes once it is stopped',
    { instances: [instance('i-1', 'stopped')], volume: held('i-1') },
    'detach-volumes i-1',
  ],
  [
    'waits while they are let go',
    { instances: [instance('i-1', 'stopped')], volume: held('i-1', 'detaching') },
    'wait: volume data of m-1 to be let go by i-1',
  ],
  [
    'ends it with them when they are not let go in its time: what is stopped writes no more',
    {
      instances: [instance('i-1', 'stopped')],
      volume: held('i-1', 'detaching'),
      ordered: [[30, { kind: 'detach-volumes', member: 'm-1', instance: 'i-1' }]],
    },
    'terminate-member i-1',
  ],
  ['ends what holds nothing any more', { instances: [instance('i-1', 'stopped')] }, 'terminate-member i-1'],
  [
    'waits for it to run',
    { instances: [instance('i-1', 'pending')], networkInterface: on('i-1') },
    'wait: i-1 of m-1 to run',
  ],
  [
    'ends what only begins to run on another release',
    { instances: [instance('i-1', 'pending', 'r1')], networkInterface: on('i-1') },
    'terminate-member i-1',
  ],
  [
    'but not by a look that may be behind: by now it may run, and have its volumes',
    {
      instances: [instance('i-1', 'pending', 'r1')],
      networkInterface: on('i-1'),
      ordered: [[2, launch('7-m-1-1')]],
    },
    'wait: i-1 of m-1 to run',
  ],
  [
    'nor what has its volumes already',
    { instances: [instance('i-1', 'pending', 'r1')], networkInterface: on('i-1'), volume: held('i-1') },
    'wait: i-1 of m-1 to run',
  ],
  [
    'attaches its volumes',
    { instances: [instance('i-1', 'running')], networkInterface: on('i-1') },
    'attach-volumes i-1',
  ],
  [
    'attaches nothing that another holds',
    { instances: [instance('i-1', 'running')], volume: held('i-9') },
    'wait: volume data of m-1 to be let go by i-9',
  ],
  [
    'waits for the word of the cluster',
    { instances: [instance('i-1', 'running')], volume: held('i-1') },
    'wait: m-1 to be healthy and caught up: nothing was heard of it',
  ],
  [
    'stops one too many: the one that does not hold the interface',
    {
      instances: [instance('i-8', 'running'), instance('i-1', 'running')],
      networkInterface: on('i-1'),
      volume: held('i-8'),
    },
    'stop-member i-8',
  ],
  [
    'and lets go of its volumes first',
    {
      instances: [instance('i-8', 'stopped'), instance('i-1', 'running')],
      networkInterface: on('i-1'),
      volume: held('i-8'),
    },
    'detach-volumes i-8',
  ],
  [
    'makes no new volume in place of one with data',
    { volume: 'lost' },
    'wait: volume data of m-1 to be seen',
  ],
  [
    'gives up where one with data stays away',
    { volume: 'lost', unmoved: 60 },
    'stop: volume data of m-1 is gone: restore it from a snapshot: `imago restore store` tells which there are',
  ],
  [
    'makes no new interface with another address',
    { networkInterface: 'lost' },
    'wait: the network interface of m-1 to be seen',
  ],
  [
    'gives up where an interface stays away whose address nobody knows',
    { networkInterface: 'lost', unmoved: 60 },
    'stop: the network interface of m-1 is gone: write its address in the config, and it is made again',
  ],
  [
    'makes one with the address that its volumes remember',
    { networkInterface: 'lost', volume: { ...free, address: '10.0.0.4' } },
    'prepare-member m-1',
  ],
  [
    'gives up where a volume has failed',
    { volume: { ...free, state: 'error' } },
    'stop: volume data of m-1 has failed: restore it from a snapshot',
  ],
  [
    'ends what does not even start, and is not wanted',
    { instances: [instance('i-1', 'pending', 'r1')], networkInterface: on('i-1') },
    'terminate-member i-1',
  ],
];

describe('a member on its way', () => {
  test.each(rules)('%s', (_, scene, expected) => {
    expect(next(scene)).toBe(expected);
  });
});
