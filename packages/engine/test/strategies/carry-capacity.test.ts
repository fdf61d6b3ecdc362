import { describe, expect, test } from 'vitest';
import { carryCapacity } from '../../src/strategies/carry-capacity.ts';

const config = { min: 2, desired: 3, max: 10 };

describe('the sizes of a new side', () => {
  test('are the config’s where nothing is live', () => {
    expect(carryCapacity(config)).toEqual(config);
  });
  test('are the live ones where the config has not changed', () => {
    expect(carryCapacity(config, config, { min: 2, desired: 7, max: 10 }).desired).toBe(7);
  });
  test('follow the config in the field that was changed, and only there', () => {
    const live = { min: 3, desired: 7, max: 12 };
    expect(carryCapacity({ ...config, max: 20 }, config, live)).toEqual({ min: 3, desired: 7, max: 20 });
    expect(carryCapacity({ ...config, desired: 4 }, config, live)).toEqual({ min: 3, desired: 4, max: 12 });
  });
  test('keep what runs where the old config is not known', () => {
    expect(carryCapacity(config, undefined, { min: 1, desired: 6, max: 8 }).desired).toBe(6);
  });
  test('hold at least one instance, that can show its health', () => {
    const none = { min: 0, desired: 0, max: 0 };
    expect(carryCapacity({ min: 0, desired: 0, max: 4 }, { min: 0, desired: 0, max: 4 }, none).desired).toBe(
      1,
    );
  });
});
