import { expect, test } from 'vitest';
import { nextRun } from '../../../src/services/dlm/next-run.ts';

test.each([
  [24, '03:30', '2026-11-21T03:29:59Z', '2026-11-21T03:30:00Z'],
  [24, '03:30', '2026-11-21T03:30:00Z', '2026-11-22T03:30:00Z'],
  [6, '09:00', '2026-11-21T00:00:00Z', '2026-11-21T03:00:00Z'],
  [6, '00:00', '2026-11-21T23:00:00Z', '2026-11-22T00:00:00Z'],
  [1, '12:05', '2026-11-21T07:05:00Z', '2026-11-21T08:05:00Z'],
])('every %i h at %s is due after %s at %s', (everyHours, time, after, due) => {
  expect(nextRun({ everyHours, time }, new Date(after))).toEqual(new Date(due));
});
