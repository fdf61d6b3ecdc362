import { describe, expect, it } from 'vitest';
import { healthyBounds } from '../../src/controllers/instance-refresh-bounds.ts';

describe('healthyBounds', () => {
  it.each([
    [10, 90, undefined, 9, 10],
    [10, 90, 110, 9, 11],
    [10, 0, undefined, 0, 10],
    [10, 100, 200, 10, 20],
    [4, 50, 150, 2, 6],
    [3, 50, undefined, 2, 3],
    [0, 90, undefined, 0, 0],
  ])('of %i with %s % to %s % are %i to %i', (desired, min, max, least, most) => {
    const percentages = { minHealthyPercentage: min, maxHealthyPercentage: max };
    expect(healthyBounds(desired, percentages)).toEqual({ least, most });
  });

  it('let one more be launched first when all have to stay healthy', () => {
    const bounds = healthyBounds(4, { minHealthyPercentage: 100 });
    expect(bounds).toEqual({ least: 4, most: 5 });
  });

  it('let one more be launched first when rounding leaves no room below a given maximum', () => {
    const bounds = healthyBounds(4, { minHealthyPercentage: 90, maxHealthyPercentage: 100 });
    expect(bounds).toEqual({ least: 4, most: 5 });
  });

  it('let one be terminated first when rounding leaves no room and no maximum is given', () => {
    const bounds = healthyBounds(4, { minHealthyPercentage: 90 });
    expect(bounds).toEqual({ least: 3, most: 4 });
  });
});
