import type { Rehearsed } from '@imago/engine';
import { expect, test } from 'vitest';
import { rehearsalText, removalText } from '../../src/render/rehearsal-text.ts';

const passed: Rehearsed = {
  kind: 'passed',
  rehearsal: 'test-3f9a01c2',
  of: 'production',
  way: 'upgrade',
  from: 'r1',
  tookMs: 93_000,
};

test('says in one line what was tried and how it went', () => {
  expect(rehearsalText(passed)).toBe('upgrading production from r1 passed (rehearsal test-3f9a01c2, 1m 33s)');
});

test('ends with the reason of a failure, behind what the machines that failed had to say', () => {
  const text = rehearsalText({
    ...passed,
    kind: 'failed',
    reason: '0 of 2 instances were healthy after 15s',
    rollout: {
      kind: 'rolled-back',
      release: 'r2',
      touched: false,
      because: { kind: 'not-healthy', healthy: 0, wanted: 2, after: '15s' },
      reason: '0 of 2 instances were healthy after 15s',
      failedInstances: [{ id: 'i-1', health: 'unhealthy', console: ['no GREETING'] }],
      launchFailures: [],
    },
  });
  expect(text.split('\n')).toEqual([
    '  i-1 unhealthy',
    '    | no GREETING',
    'upgrading production from r1 failed: 0 of 2 instances were healthy after 15s (rehearsal test-3f9a01c2, 1m 33s)',
  ]);
});

test('tells until when one is kept, and how to remove it', () => {
  const text = rehearsalText({ ...passed, keptUntil: '2026-01-01T12:00:00.000Z' });
  expect(text).toContain(
    'test-3f9a01c2 stays until 2026-01-01T12:00:00.000Z; `imago rehearse production --remove test-3f9a01c2` removes it',
  );
});

test('tells what is left', () => {
  const left = 'something of it is left, which the next command removes: vpc-1 did not go within 20m';
  expect(rehearsalText({ ...passed, left: 'vpc-1 did not go within 20m' })).toContain(left);
  expect(rehearsalText({ kind: 'interrupted', rehearsal: 'test-1', left: 'it was interrupted' })).toBe(
    'interrupted: rehearsal test-1 tells nothing\nsomething of it is left, which the next command removes: it was interrupted',
  );
});

test('says how a removal ended', () => {
  const rehearsal = 'test-3f9a01c2';
  expect(removalText({ kind: 'removed', rehearsal })).toBe('test-3f9a01c2 is removed');
  expect(removalText({ kind: 'nothing', rehearsal })).toBe('nothing was left of test-3f9a01c2');
  expect(
    removalText({
      kind: 'locked',
      by: { user: 'ann', host: 'laptop', pid: 7, command: 'rehearse', since: '10:00' },
    }),
  ).toContain('ann@laptop is at work on it (pid 7)');
});
