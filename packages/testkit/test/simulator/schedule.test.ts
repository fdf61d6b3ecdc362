import { describe, expect, test } from 'vitest';
import { drawSchedule, runSchedule } from '@imago/testkit';

describe('a schedule', () => {
  test('is the same for the same seed', async () => {
    const [one, other] = [await runSchedule(5, { story: true }), await runSchedule(5, { story: true })];
    expect(one).toEqual(other);
    expect(drawSchedule(5)).toEqual(drawSchedule(5));
  });

  test('is a plain value, which may be kept and played again', async () => {
    // plain JSON
    const kept = JSON.parse(JSON.stringify(drawSchedule(9))) as ReturnType<typeof drawSchedule>;
    expect(await runSchedule(kept, { story: true })).toEqual(await runSchedule(9, { story: true }));
  });
});
