import { describe, expect, test } from 'vitest';
import type {
  ClusterAction,
  ClusterHealth,
  ObservedCluster,
  ObservedMember,
  ObservedMemberInstance,
} from '@imago/engine';
import { clusterRolloutOf, nothingSeenOfCluster } from '../../../src/rollout/cluster-sight.ts';
import { clusterTask } from '../../../src/strategies/cluster/cluster-task.ts';
import { repair } from '../../../src/strategies/cluster/repair.ts';
import { wordsOf } from './drive-cluster.ts';
import { clusterSettings } from './settings.ts';

const now = new Date('2026-01-01T12:00:00Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
const environment = { project: 'shop', environment: 'store' };

type State = ObservedMemberInstance['state'];

interface Scene {
  /** By member, in order; undefined: none runs. */
  readonly runs?: readonly (State | undefined)[];
  /** Members that the cluster counts on. */
  readonly well?: readonly string[];
  /** Instances of the first member beside its own. */
  readonly strays?: readonly State[];
  /** Nothing was ever live. */
  readonly founding?: boolean;
  readonly bootstrap?: 'parallel' | 'one-at-a-time';
  readonly formatted?: boolean;
  /** What was ordered, and how many seconds ago. */
  readonly ordered?: readonly (readonly [ago: number, action: ClusterAction])[];
  /** How many seconds ago another process went on with it, or found that its look was too old. */
  readonly unsure?: readonly [ago: number, kind: 'taken-over' | 'outdated'];
}

/** What is done next with three members whose goal is r1. */
function next(scene: Scene): string {
  const { runs = ['running', 'running', 'running'], strays = [], formatted = true, founding = false } = scene;
  const settings = clusterSettings(3, { bootstrap: scene.bootstrap ?? 'parallel' });
  const members = runs.map((state, index): ObservedMember => {
    const instance = `i-${index + 1}`;
    const launched = (id: string, is: State): ObservedMemberInstance => ({
      id,
      state: is,
      release: 'r1',
      launchedAt: ago(3600),
    });
    const free = { id: `eni-${index + 1}`, address: `10.0.0.${index + 4}`, zone: 'a' };
    const volume = { name: 'data', id: `vol-${index + 1}`, zone: 'a', formatted } as const;
    return {
      name: `m-${index + 1}`,
      ordinal: index + 1,
      networkInterface: state === undefined ? free : { ...free, instanceId: instance },
      volumes: [
        state === undefined
          ? { ...volume, state: 'available' }
          : {
              ...volume,
              state: 'in-use',
              attachment: { instanceId: instance, device: '/dev/xvdf', state: 'attached' },
            },
      ],
      instances: [
        ...(state === undefined ? [] : [launched(instance, state)]),
        ...(index === 0 ? strays.map((is, which) => launched(`i-${which + 8}`, is)) : []),
      ],
    };
  });
  const observed: ObservedCluster = { environment, at: now, members, templates: ['r1'], snapshots: [] };
  const { well = ['m-1', 'm-2', 'm-3'] } = scene;
  const health: ClusterHealth = {
    at: ago(1),
    quorum: well.length > 1,
    alarms: [],
    members: members.map(({ name }) => ({
      name,
      healthy: well.includes(name),
      role: 'follower',
      detail: 'as it says',
    })),
  };
  const acts = (scene.ordered ?? []).map(([seconds, action]) => ({
    kind: 'act' as const,
    at: ago(seconds).toISOString(),
    actions: [action],
  }));
  const { unsure } = scene;
  const doubts =
    unsure === undefined
      ? []
      : [
          unsure[1] === 'outdated'
            ? ({ kind: 'outdated', at: ago(unsure[0]).toISOString() } as const)
            : ({
                kind: 'taken-over',
                at: ago(unsure[0]).toISOString(),
                by: 'bob@ci',
                token: 2,
                how: 'resume',
              } as const),
        ];
  const order = {
    kind: founding ? 'deploy' : 'heal',
    number: 7,
    to: 'r1',
    settings,
    startedAt: ago(600),
    checks: [],
    releaseOf: {},
  } as const;
  const sight = { ...nothingSeenOfCluster, health };
  const rollout = clusterRolloutOf(order, [...acts, ...doubts], sight, { interrupted: false, now });
  const decision = repair(clusterTask(observed, rollout, now), {
    of: () => 'r1',
    late: (because) => ({ kind: 'turn-back', because }),
  });
  if (decision?.kind === 'act') return decision.actions.map(wordsOf).join(', ');
  return decision !== undefined && 'reason' in decision ? `${decision.kind}: ${decision.reason}` : 'nothing';
}

const stop = (id: string): ClusterAction => ({
  kind: 'stop-member',
  member: 'm-2',
  instance: id,
  force: false,
});

describe('what is down is brought up, and', () => {
  const none = [undefined, undefined, undefined];

  test.each<readonly [rule: string, scene: Scene, expected: string]>([
    ['where nobody is down nothing is done', {}, 'nothing'],
    ['a second instance beside a member that is up is stopped', { strays: ['running'] }, 'stop-member i-8'],
    ['once it has stopped it ends', { strays: ['stopped'] }, 'terminate-member i-8'],
    [
      'of a second instance that has just come it is waited what becomes',
      { strays: ['pending'] },
      'wait: i-8, one too many for m-1, to run or to end',
    ],
    [
      'members that do not run come side by side',
      { runs: none, well: [] },
      'launch-member 7-m-1-1 on r1, existing, launch-member 7-m-2-1 on r1, existing, launch-member 7-m-3-1 on r1, existing',
    ],
    [
      'the first members of all come one after the other where that is wanted',
      { runs: none, well: [], founding: true, bootstrap: 'one-at-a-time', formatted: false },
      'launch-member 7-m-1-1 on r1, new',
    ],
    [
      'on data that one before them has left all come at once all the same',
      { runs: none, well: [], founding: true, bootstrap: 'one-at-a-time' },
      'launch-member 7-m-1-1 on r1, existing, launch-member 7-m-2-1 on r1, existing, launch-member 7-m-3-1 on r1, existing',
    ],
    [
      'what was ordered to stop counts as gone, whatever a look shows',
      { ordered: [[30, stop('i-2')]] },
      'stop-member i-2',
    ],
    [
      'what a process that died did not come to is decided anew',
      { ordered: [[30, stop('i-2')]], unsure: [20, 'taken-over'] },
      'nothing',
    ],
    [
      'what was not done because its look was too old is decided anew',
      { ordered: [[30, stop('i-2')]], unsure: [20, 'outdated'] },
      'nothing',
    ],
    [
      'but not before a look shows that it was not done',
      { ordered: [[5, stop('i-2')]], unsure: [4, 'outdated'] },
      'wait: stop-member to show',
    ],
  ])('%s', (_, scene, expected) => {
    expect(next(scene)).toBe(expected);
  });
});
