import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { rolloutFrame } from '../../src/render/rollout-frame.ts';
import { emptyRolloutView, type RolloutView } from '../../src/render/rollout-view.ts';
import { instance, observed, side } from './fleet.ts';

const initial = {
  health: 'initial',
  description: 'Initial health checks in progress',
} as const;
const view: RolloutView = {
  title: 'deploy r1 -> r2',
  startedAt: new Date('2026-11-21T10:00:00Z'),
  doing: 'waiting: 1 of 3 instances of r2 healthy',
  observed: observed(
    side('r1', 75, [instance('i-0a0a0a0a0a0a0a0a0')]),
    side('r2', 25, [instance('i-1b1b1b1b1b1b1b1b1', initial), instance('i-2c2c2c2c2c2c2c2c2')]),
  ),
  totals: { requests: 120, failures: 0, p50Ms: 2.31, p99Ms: 5 },
  members: [],
};
const screen = { now: new Date('2026-11-21T10:00:04.500Z'), width: 80, height: 24, color: false };

describe('frame of a rollout', () => {
  test('shows requests, weights, health and every instance in 80 columns', () => {
    expect(rolloutFrame(view, screen).split('\n')).toEqual([
      'deploy r1 -> r2  4.5s  waiting: 1 of 3 instances of r2 healthy',
      '  0 of 120 requests failed  p50 2.3 ms, p99 5.0 ms',
      '  r1    ███████████████░░░░░  75 %  1/3 healthy',
      '    i-0a0a0a0a0a0a0a0a0  InService  healthy',
      '  r2    █████░░░░░░░░░░░░░░░  25 %  1/3 healthy (1 initial)',
      '    i-1b1b1b1b1b1b1b1b1  InService  initial  Initial health checks in progress',
      '    i-2c2c2c2c2c2c2c2c2  InService  healthy',
    ]);
  });

  test('is empty before a rollout begins', () => {
    expect(rolloutFrame(emptyRolloutView, screen)).toBe('');
  });

  test('shows a side whose group is not there yet, with no share of the traffic', () => {
    const half = { ...view, observed: observed({ release: 'r3' }) };
    expect(rolloutFrame(half, screen).split('\n').at(-1)).toBe('  r3    ░░░░░░░░░░░░░░░░░░░░   0 %');
  });

  test('leaves the instances out where the terminal is not high enough for them', () => {
    const lines = rolloutFrame(view, { ...screen, height: 7 }).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)).toContain('r2');
  });

  test('says the same with colours as without', () => {
    const colored = rolloutFrame(view, { ...screen, color: true });
    expect(colored).not.toBe(rolloutFrame(view, screen));
    expect(stripVTControlCharacters(colored)).toBe(rolloutFrame(view, screen));
  });

  test('paints failed requests red, none of them green', () => {
    const text = (failures: number): string =>
      rolloutFrame(
        { ...view, totals: { requests: 9, failures, p50Ms: 1, p99Ms: 1 } },
        { ...screen, color: true },
      );
    expect(text(0)).toContain('\u001b[32m0 of 9');
    expect(text(1)).toContain('\u001b[31m1 of 9');
  });

  test.each([20, 40, 80])('never reaches the last of %i columns, with colours or without', (width) => {
    for (const color of [true, false]) {
      const lines = stripVTControlCharacters(rolloutFrame(view, { ...screen, width, color })).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(width);
    }
  });
});
