import type { DeployPlan } from '@imago/engine';
import { describe, expect, test } from 'vitest';
import { planText } from '../../src/render/plan-text.ts';

const plan: DeployPlan = {
  changed: true,
  from: 'r1',
  to: 'r2',
  capacity: { min: 2, desired: 3, max: 6 },
  steps: [
    { verb: 'make', what: 'side r2', detail: '3 × t3.small of ami-2' },
    { verb: 'change', what: 'balancer', detail: '' },
    { verb: 'shift', what: 'traffic', detail: 'from r1 to r2' },
    { verb: 'retire', what: 'side r1', detail: 'kept for 30m 0s' },
    { verb: 'remove', what: 'side r0', detail: 'no longer needed to roll back to' },
  ],
};
const image = { id: 'ami-2' };
const unfinished: NonNullable<DeployPlan['unfinished']> = {
  rollout: {
    number: 1,
    kind: 'deploy',
    environmentExisted: true,
    before: [],
    startedAt: '2026-11-21T10:00:00Z',
    by: 'me@here',
    token: 1,
    entries: [],
  },
  state: 'killed',
  progress: { stepsDone: 0, steps: [], gates: [] },
  summary: 'a deploy to r1 was left unfinished',
};

describe('a plan', () => {
  test('has one line per step, in order, with a sign', () => {
    expect(planText(plan, image).split('\n')).toEqual([
      'r1 -> r2, 3 instances (min 2, max 6)',
      '  + side r2: 3 × t3.small of ami-2',
      '  ~ balancer',
      '  > traffic: from r1 to r2',
      '  - side r1: kept for 30m 0s',
      '  - side r0: no longer needed to roll back to',
    ]);
  });

  test('begins with the image that is not baked yet', () => {
    expect(planText(plan, undefined).split('\n')[1]).toBe('  + image: not baked yet, is baked first');
  });

  test('of a first deploy starts from nothing', () => {
    const { from: _from, ...first } = plan;
    expect(planText(first, image)).toMatch(/^nothing -> r2, /);
  });

  test('with nothing to replace names the settings that are taken over', () => {
    expect(planText({ ...plan, changed: false, steps: [], settings: ['health', 'snapshots'] }, image)).toBe(
      'r1 is live with this image and takes over, with nothing replaced: health, snapshots',
    );
  });

  test('ends with why the deploy would be refused', () => {
    const refusal =
      'production takes only what was rehearsed: run `imago rehearse production --upgrade` first';
    expect(
      planText({ ...plan, refusal }, image)
        .split('\n')
        .at(-1),
    ).toBe(`would be refused: ${refusal}`);
  });

  test('with nothing to do says what is live', () => {
    expect(planText({ ...plan, changed: false, steps: [] }, image)).toBe(
      'nothing to do: r1 is live with this image and these settings',
    );
  });

  test.each([true, false])('says first what a killed run left behind (changed: %s)', (changed) => {
    expect(planText({ ...plan, changed, unfinished }, image)).toMatch(
      /^a deploy to r1 was left unfinished\n/,
    );
  });
});
