import type { ProbeTotals, Release } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { describe, expect, test } from 'vitest';
import { outcomeText } from '../../src/render/outcome-text.ts';
import type { Outcome } from '../../src/runs/finish.ts';

const release: Release = {
  id: 'r2',
  project: 'shop',
  environment: 'production',
  image: { id: 'ami-2' },
  settings: fleetSettings(),
  digest: 'd',
  by: 'me@here',
  createdAt: '2026-11-21T10:00:00Z',
};
const url = 'http://10.0.0.1/';
const traffic: ProbeTotals = { requests: 58, failures: 0, p50Ms: 2.31, p99Ms: 25.16 };
const failing: ProbeTotals = { ...traffic, failures: 3, lastFailure: 'status 503' };
const trafficLine = '0 of 58 requests failed (p50 2.3 ms, p99 25.2 ms)';

const cases: readonly (readonly [string, Outcome, readonly string[]])[] = [
  [
    'the first deploy',
    { kind: 'deployed', release, url, shiftedAfterMs: 2800 },
    ['r2 is live: all traffic on it after 2.8s', url],
  ],
  [
    'a deploy to a cluster',
    {
      kind: 'deployed',
      release,
      url: '',
      shiftedAfterMs: 2800,
      members: [{ name: 'etcd-1', address: '10.0.0.4' }],
    },
    ['r2 is live: every member on it after 2.8s', '  etcd-1  10.0.0.4'],
  ],
  [
    'a heal',
    { kind: 'healed', release: 'r2', members: [{ name: 'etcd-1', address: '10.0.0.4' }] },
    ['every member is up on r2', '  etcd-1  10.0.0.4'],
  ],
  [
    'a restore, and where the data from before are',
    {
      kind: 'restored',
      release: 'r2',
      members: [{ name: 'etcd-1', address: '10.0.0.4' }],
      set: '#12',
      replaced: ['vol-1'],
    },
    ['the data are those of #12, on r2', '  etcd-1  10.0.0.4', 'the data from before stay on vol-1'],
  ],
  [
    'a destroy of a cluster that keeps its data',
    { kind: 'destroyed', releases: ['r1'], volumes: ['vol-1', 'vol-2'], replaced: ['vol-3'] },
    ['destroyed, with r1', 'its data stays on vol-1, vol-2', 'what restores have set aside stays on vol-3'],
  ],
  [
    'a deploy that keeps the release before',
    {
      kind: 'deployed',
      release,
      previous: 'r1',
      previousUntil: '2026-11-21T10:30:00.000Z',
      url,
      shiftedAfterMs: 2800,
      traffic,
    },
    [
      'r2 is live: all traffic on it after 2.8s',
      trafficLine,
      'r1 stays until 2026-11-21T10:30:00.000Z: `imago rollback` takes a moment until then',
      url,
    ],
  ],
  [
    'a rollback that keeps the newer release',
    {
      kind: 'deployed',
      release,
      previous: 'r3',
      previousUntil: '2026-11-21T10:30:00.000Z',
      url,
      shiftedAfterMs: 2800,
      traffic,
    },
    [
      'r2 is live: all traffic on it after 2.8s',
      trafficLine,
      'r3 stays until 2026-11-21T10:30:00.000Z: `imago rollback --to r3` takes a moment until then',
      url,
    ],
  ],
  [
    'nothing to deploy',
    { kind: 'unchanged', release, url },
    ['r2 is live already with this image and these settings: nothing to do', url],
  ],
  [
    'settings that what is live takes over',
    { kind: 'unchanged', release, url, settings: ['health', 'snapshots'] },
    ['r2 is live already with this image; it took over, with nothing replaced: health, snapshots', url],
  ],
  [
    'a release that was refused, with what is known of its instances',
    {
      kind: 'rolled-back',
      release: 'r2',
      live: 'r1',
      touched: false,
      because: { kind: 'not-healthy', healthy: 1, wanted: 3, after: '15s' },
      reason: '1 of 3 instances were healthy after 15s',
      failedInstances: [
        {
          id: 'i-1',
          health: 'unhealthy',
          reason: 'Target.ResponseCodeMismatch',
          description: 'Health checks failed with these codes: [500]',
          console: ['npm start', 'Error: no DB'],
        },
        { id: 'i-2', health: 'initial', console: [] },
      ],
      launchFailures: ['InsufficientInstanceCapacity'],
      traffic,
    },
    [
      '  i-1 unhealthy (Target.ResponseCodeMismatch: Health checks failed with these codes: [500])',
      '    | npm start',
      '    | Error: no DB',
      '  i-2 initial',
      '  InsufficientInstanceCapacity',
      trafficLine,
      'r2 was refused: 1 of 3 instances were healthy after 15s',
      'r1 is live, untouched',
    ],
  ],
  [
    'one whose test requests failed before it had a user, while some of users failed as well',
    {
      kind: 'rolled-back',
      release: 'r2',
      live: 'r1',
      touched: false,
      because: { kind: 'traffic-failed', requests: 12, failures: 3, lastFailure: 'status 500', tested: 'r2' },
      reason: '3 of 12 test requests to r2 failed, the last with status 500',
      failedInstances: [],
      launchFailures: [],
      traffic: failing,
    },
    [
      "3 of 58 requests on users' way failed, the last: status 503 (p50 2.3 ms, p99 25.2 ms)",
      'r2 was refused: 3 of 12 test requests to r2 failed, the last with status 500',
      'r1 is live',
    ],
  ],
  [
    'one that had taken instances or traffic',
    {
      kind: 'rolled-back',
      release: 'r2',
      live: 'r1',
      touched: true,
      because: { kind: 'killed' },
      reason: 'its process was killed',
      failedInstances: [],
      launchFailures: [],
    },
    ['r2 was refused: its process was killed', 'r1 is live again'],
  ],
  [
    'a first release that was refused',
    {
      kind: 'rolled-back',
      release: 'r1',
      touched: false,
      because: { kind: 'killed' },
      reason: 'its process was killed',
      failedInstances: [],
      launchFailures: [],
    },
    ['r1 was refused: its process was killed', 'nothing is live'],
  ],
  [
    'a lock of somebody else',
    {
      kind: 'locked',
      by: { user: 'me', host: 'here', pid: 7, command: 'deploy', since: '2026-11-21T10:00:00Z' },
    },
    ['locked: me@here runs deploy (pid 7) since 2026-11-21T10:00:00Z; wait until it is done'],
  ],
  [
    'an interrupt, with what was put back',
    { kind: 'interrupted', putBack: ['remove r2'], traffic },
    ['interrupted', '  remove r2', trafficLine],
  ],
  [
    'a run that could neither go on nor back',
    { kind: 'stopped', reason: 'r2 lost its health after the shift', traffic },
    ['stopped: r2 lost its health after the shift', trafficLine],
  ],
  ['no request sent', { kind: 'stopped', reason: 'x', traffic: { ...traffic, requests: 0 } }, ['stopped: x']],
  [
    'nowhere to go back to',
    { kind: 'nowhere', reason: 'no release was live before r1' },
    ['no release was live before r1'],
  ],
  ['a destroy', { kind: 'destroyed', releases: ['r1', 'r2'] }, ['destroyed, with r1, r2']],
  ['a destroy of half an environment', { kind: 'destroyed', releases: [] }, ['destroyed, with no release']],
  [
    'one that a person aborted',
    {
      kind: 'aborted',
      number: 3,
      release: 'r2',
      live: 'r1',
      reason: 'ann@laptop aborted it: wrong branch',
      putBack: ['remove r2'],
      traffic,
    },
    ['  remove r2', trafficLine, '#3 was aborted: ann@laptop aborted it: wrong branch', 'r1 is live'],
  ],
  [
    'one that waits, and what to say',
    {
      kind: 'waiting',
      number: 3,
      release: 'r2',
      why: 'approval',
      reason: 'qa is to be approved',
      next: '`imago promote production` approves it',
    },
    ['#3 to r2 waits: qa is to be approved', '`imago promote production` approves it'],
  ],
  [
    'one that Auto Scaling goes on with',
    { kind: 'handed-over', number: 3, release: 'r2', next: '`imago resume production` sees it through' },
    ['#3 to r2 is with Auto Scaling, which goes on by itself', '`imago resume production` sees it through'],
  ],
  [
    'a run that was told',
    {
      kind: 'told',
      number: 3,
      by: { user: 'me', host: 'here', pid: 7, command: 'deploy', since: '2026-11-21T10:00:00Z' },
    },
    ['#3 was told: me@here (pid 7) runs it and obeys'],
  ],
  [
    'nobody to tell',
    { kind: 'no-rollout', reason: 'no rollout of production is under way' },
    ['no rollout of production is under way'],
  ],
  ['nothing to destroy', { kind: 'nothing' }, ['there was nothing to destroy']],
];

describe('how a run ended', () => {
  test.each(cases)('%s', (_what, outcome, lines) => {
    expect(outcomeText(outcome).split('\n')).toEqual(lines);
  });
});
