import { describe, expect, test } from 'vitest';
import { runSchedule } from '@imago/testkit';

const schedules = Number(process.env['IMAGO_SCHEDULES'] ?? 500);
const first = Number(process.env['IMAGO_SEED'] ?? 1);

describe('blue/green in the simulator', () => {
  test(`keeps every invariant in ${schedules} schedules of deaths, interrupts, throttling and rivals`, async () => {
    for (let seed = first; seed < first + schedules; seed += 1) {
      const { violations, story } = await runSchedule(seed).catch((error: unknown) => ({
        violations: [String(error)],
        story: [],
      }));
      expect(violations, `seed ${seed}\n${story.join('\n')}`).toEqual([]);
    }
  }, 120_000);
});
