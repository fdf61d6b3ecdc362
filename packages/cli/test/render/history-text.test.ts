import type { Release, RolloutHistory } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { describe, expect, test } from 'vitest';
import { historyText } from '../../src/render/history-text.ts';

const rollout = (changes: Partial<RolloutHistory>): RolloutHistory => ({
  number: 1,
  kind: 'deploy',
  environmentExisted: false,
  before: [],
  startedAt: '2026-11-21T10:00:00.000Z',
  by: 'me@here',
  token: 1,
  entries: [],
  steps: [],
  overridden: [],
  ...changes,
});
const release: Release = {
  id: 'r1',
  project: 'shop',
  environment: 'production',
  image: { id: 'ami-1', name: 'web 1' },
  settings: fleetSettings(),
  digest: 'd',
  codeTag: 'v1',
  by: 'me@here',
  createdAt: '2026-11-21T09:59:00.000Z',
};
const at = '2026-11-21T10:00:08.200Z';

describe('history', () => {
  test('of a new environment says so', () => {
    expect(historyText({ releases: [], rollouts: [] })).toBe('no rollout yet');
  });

  test.each<readonly [string, Partial<RolloutHistory>, string]>([
    [
      'a deploy with its requests',
      { from: 'r1', to: 'r2', end: { at, kind: 'deployed', requests: 58 } },
      'deploy r1 -> r2  deployed in 8.2s  (0 of 58 requests failed)',
    ],
    [
      'one that was refused, and why',
      { to: 'r1', end: { at, kind: 'rolled-back', reason: 'not healthy', requests: 9, failures: 2 } },
      'deploy r1  rolled-back in 8.2s: not healthy  (2 of 9 requests failed)',
    ],
    [
      'a restore, of what',
      {
        kind: 'restore',
        from: 'r2',
        to: 'r2',
        cluster: { releaseOf: {}, snapshotSet: '#12' },
        end: { at, kind: 'restored' },
      },
      'restore of #12 on r2  restored in 8.2s',
    ],
    ['one that was killed', { to: 'r1' }, 'deploy r1  unfinished'],
    ['a destroy', { kind: 'destroy', end: { at, kind: 'destroyed' } }, 'destroy  destroyed in 8.2s'],
  ])('%s', (_what, changes, text) => {
    const lines = historyText({ releases: [release], rollouts: [rollout(changes)] }).split('\n');
    expect(lines).toEqual([
      `#1  2026-11-21 10:00:00  ${text}  by me@here`,
      '',
      'r1    ami-1  web 1  v1  2026-11-21 09:59:00  by me@here',
    ]);
  });

  test('tells below each rollout what happened, who said so and how long it took', () => {
    const steps = [
      { at: '2026-11-21T10:00:01.000Z', kind: 'act', what: 'r2 in place with 3 instances', ms: 6200 },
      {
        at: '2026-11-21T10:00:07.200Z',
        kind: 'told',
        what: 'ann@laptop let smoke pass: known flake',
        ms: 1000,
      },
      { at: '2026-11-21T10:00:08.200Z', kind: 'held', what: 'waited for a person: paused' },
    ] as const;
    const [, ...lines] = historyText({ releases: [], rollouts: [rollout({ to: 'r2', steps })] }).split('\n');
    expect(lines.slice(0, 3)).toEqual([
      '    10:00:01  r2 in place with 3 instances (6.2s)',
      '    10:00:07  ann@laptop let smoke pass: known flake (1s)',
      '    10:00:08  waited for a person: paused',
    ]);
  });
});
