import { describe, expect, test } from 'vitest';
import { drawClusterSchedule, runClusterSchedule } from '@imago/testkit';

describe('a schedule of a cluster', () => {
  test('is the same for the same seed', async () => {
    const [one, other] = [
      await runClusterSchedule(5, { story: true }),
      await runClusterSchedule(5, { story: true }),
    ];
    expect(one).toEqual(other);
    expect(drawClusterSchedule(5)).toEqual(drawClusterSchedule(5));
  });

  test('is a plain value, which may be kept and played again', async () => {
    // plain JSON
    const kept = JSON.parse(JSON.stringify(drawClusterSchedule(9))) as ReturnType<typeof drawClusterSchedule>;
    expect(await runClusterSchedule(kept, { story: true })).toEqual(
      await runClusterSchedule(9, { story: true }),
    );
  });
});
