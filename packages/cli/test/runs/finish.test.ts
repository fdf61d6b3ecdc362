import type { LockHolder } from '@imago/engine';
import { describe, expect, test } from 'vitest';
import { finish, type Outcome } from '../../src/runs/finish.ts';
import { fakeContext } from '../fake-context.ts';

const by: LockHolder = { user: 'me', host: 'here', pid: 7, command: 'deploy', since: '2026-11-21T10:00:00Z' };
const aborted = { kind: 'aborted', number: 3, reason: 'x', putBack: [] } as const;
const waiting = { kind: 'waiting', number: 3, why: 'approval', reason: 'x', next: 'y' } as const;

describe('the exit status', () => {
  test.each<readonly [string, Outcome, number]>([
    ['of a rollout that waits for a person is 3', waiting, 3],
    ['of a run that a person aborted is 1', aborted, 1],
    ['of a lock that another run holds is 4', { kind: 'locked', by }, 4],
    ['of a run that was told is 0', { kind: 'told', number: 3, by }, 0],
    ['of a hand-over is 0', { kind: 'handed-over', number: 3, release: 'r2', next: 'y' }, 0],
    ['where there is nothing to tell is 2', { kind: 'no-rollout', reason: 'x' }, 2],
  ])('%s', (_what, outcome, code) => {
    const { context } = fakeContext();
    finish(context, outcome);
    expect(context.process.exitCode).toBe(code);
  });

  test('of an abort that put everything back is 0', () => {
    const { context, stdout } = fakeContext();
    finish(context, aborted, ['aborted']);
    expect(context.process.exitCode).toBe(0);
    expect(stdout()).toContain('#3 was aborted');
  });
});
