import { describe, expect, it } from 'vitest';
import {
  adjust,
  stepAdjustment,
  takeStep,
  trackTarget,
} from '../../../src/services/autoscaling/adjust-capacity.ts';

const facts = { minSize: 1, maxSize: 20, desiredCapacity: 10, warming: 0 };

describe('an adjustment', () => {
  it.each([
    ['ExactCapacity', 4, 4],
    ['ChangeInCapacity', 3, 13],
    ['ChangeInCapacity', -30, 1],
    ['ChangeInCapacity', 30, 20],
    ['PercentChangeInCapacity', 25, 12],
    ['PercentChangeInCapacity', 5, 11],
    ['PercentChangeInCapacity', -5, 9],
    ['PercentChangeInCapacity', -67, 4],
  ] as const)('%s of %i makes 10 to %i', (adjustmentType, amount, expected) => {
    expect(adjust({ adjustmentType }, amount, 10, facts)).toBe(expected);
  });

  it('in percent is at least of the magnitude asked for', () => {
    const rule = { adjustmentType: 'PercentChangeInCapacity', minMagnitude: 4 } as const;
    expect(adjust(rule, 10, 10, facts)).toBe(14);
    expect(adjust(rule, -10, 10, facts)).toBe(6);
  });
});

it('a bound belongs to the step beyond it, seen from the threshold', () => {
  const steps = [
    { upper: -10, adjustment: -2 },
    { lower: -10, upper: 0, adjustment: -1 },
    { lower: 0, upper: 10, adjustment: 1 },
    { lower: 10, adjustment: 2 },
  ];
  expect([-11, -10, -9, 0, 9, 10].map((breach) => stepAdjustment(steps, breach))).toEqual([
    -2, -2, -1, 1, 1, 2,
  ]);
  expect(stepAdjustment([{ lower: 5, adjustment: 1 }], 2)).toBeUndefined();
});

it('a step adds only what is not warming up already, and takes nothing meanwhile', () => {
  const rule = { adjustmentType: 'ChangeInCapacity' } as const;
  const warming = { ...facts, warming: 2 };
  expect(takeStep(rule, 1, warming)).toBe(10);
  expect(takeStep(rule, 3, warming)).toBe(11);
  expect(takeStep(rule, -3, warming)).toBe(10);
  expect(takeStep(rule, -3, facts)).toBe(7);
});

describe('target tracking', () => {
  it.each([
    [80, 0, 'out', 16],
    [500, 0, 'out', 20],
    [30, 0, 'out', 10],
    [80, 6, 'out', 10],
    [35, 0, 'in', 7],
    [0, 0, 'in', 1],
    [35, 1, 'in', 10],
  ] as const)('at %i of 50 with %i warming up, scaling %s ends at %i', (value, warming, side, expected) => {
    expect(trackTarget({ ...facts, warming }, value, 50, side)).toBe(expected);
  });
});
