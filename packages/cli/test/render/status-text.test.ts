import type { Release, RolloutRecord, StatusReport, Unfinished } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { describe, expect, test } from 'vitest';
import { statusText } from '../../src/render/status-text.ts';
import { instance, observed, side } from './fleet.ts';

const release: Release = {
  id: 'r2',
  project: 'shop',
  environment: 'production',
  image: { id: 'ami-2' },
  settings: fleetSettings(),
  digest: 'd',
  codeTag: 'v1.2.3',
  by: 'me@here',
  createdAt: '2026-11-21T10:00:00Z',
};
const capacity = { min: 2, desired: 3, max: 6 };
const unhealthy = instance('i-3', { health: 'unhealthy', description: 'Health checks failed' });

const record: RolloutRecord = {
  number: 3,
  kind: 'deploy',
  environmentExisted: true,
  before: [],
  startedAt: '2026-11-21T10:00:00Z',
  by: 'me@here',
  token: 1,
  entries: [],
};

describe('status', () => {
  test('of an empty environment', () => {
    expect(statusText({ sides: [], observed: observed() })).toBe('nothing is live');
  });

  test('shows sides with their releases, and their instances below them', () => {
    const report: StatusReport = {
      live: 'r2',
      url: 'http://10.0.0.1/',
      sides: [
        {
          release: undefined,
          id: 'r1',
          launches: 'r1',
          weight: 0,
          healthy: 1,
          capacity,
          retireAt: '2026-11-21T10:30:00.000Z',
        },
        { release, id: 'r2', launches: 'r2', weight: 100, healthy: 1, capacity },
        { release: undefined, id: 'r3', launches: 'r3', weight: 0, healthy: 0 },
      ],
      observed: observed(side('r1', 0, [instance('i-1')]), side('r2', 100, [instance('i-2'), unhealthy])),
    };
    expect(statusText(report).split('\n')).toEqual([
      'r2 is live at http://10.0.0.1/',
      '  r1      0 %  1/3 healthy  until 2026-11-21T10:30:00.000Z',
      '    i-1  us-east-1a  InService  healthy',
      '  r2    100 %  1/3 healthy  ami-2  v1.2.3',
      '    i-2  us-east-1a  InService  healthy',
      '    i-3  us-east-1a  InService  unhealthy  Health checks failed',
      '  r3      0 %  no group',
    ]);
  });

  test('names the run that holds the lock', () => {
    const lockedBy = { user: 'me', host: 'here', pid: 7, command: 'deploy', since: '2026-11-21T10:00:00Z' };
    expect(statusText({ live: 'r1', sides: [], observed: observed(), lockedBy })).toBe(
      'r1 is live\nme@here runs deploy (pid 7) since 2026-11-21T10:00:00Z',
    );
  });

  test('says which release a side runs that was rolled in place', () => {
    const sides = [{ release, id: 'r1', launches: 'r2', weight: 100, healthy: 3, capacity }] as const;
    expect(statusText({ live: 'r2', sides, observed: observed() })).toBe(
      'r2 is live\n  r1    100 %  3/3 healthy  runs r2  ami-2  v1.2.3',
    );
  });

  test('says in the middle of a rolling rollout where it goes, and what each instance runs', () => {
    const sides = [{ release, id: 'r1', launches: 'r2', weight: 100, healthy: 3, capacity }] as const;
    const unfinished: Unfinished = {
      rollout: { ...record, from: 'r1', to: 'r2', fromSide: 'r1', toSide: 'r1' },
      state: 'running',
      summary: 'a deploy to r2 runs',
      progress: { stepsDone: 0, steps: [], gates: [] },
    };
    const instances = [
      instance('i-1', { release: 'r1' }),
      instance('i-2', { release: 'r1' }),
      instance('i-3', { release: 'r2' }),
    ];
    const report = { live: 'r1', sides, observed: observed(side('r1', 100, instances)), unfinished } as const;
    expect(statusText(report).split('\n')).toEqual([
      'r1 is live; r1 -> r2 is under way',
      'a deploy to r2 runs',
      '  r1    100 %  3/3 healthy  runs r1 on 2, r2 on 1',
      '    i-1  us-east-1a  r1  InService  healthy',
      '    i-2  us-east-1a  r1  InService  healthy',
      '    i-3  us-east-1a  r2  InService  healthy',
    ]);
  });

  test('shows the step of a rollout that has not ended, and what its gates say', () => {
    const unfinished: Unfinished = {
      rollout: record,
      state: 'held',
      summary: 'a deploy to r2 waits',
      progress: {
        stepsDone: 1,
        steps: ['10 % of the requests', 'pause until promoted', '50 % of the requests'],
        gates: [
          { stage: 'before-shift', name: 'smoke', state: 'passed', detail: 'status 200' },
          { stage: 'end', name: 'errors', state: 'open', detail: '' },
        ],
        last: 'step 1: 10 % of the requests',
      },
    };
    expect(statusText({ live: 'r1', sides: [], observed: observed(), unfinished }).split('\n')).toEqual([
      'r1 is live',
      'a deploy to r2 waits',
      '  step 2 of 3: pause until promoted',
      '  last: step 1: 10 % of the requests',
      '  smoke (before-shift) passed: status 200',
      '  errors (end) open',
    ]);
  });
});
