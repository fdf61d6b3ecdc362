import { describe, expect, it } from 'vitest';
import { type AlarmRule, judge } from '../../src/controllers/alarms-judge.ts';
import type { AlarmState, MissingData } from '../../src/store/records/cloudwatch.ts';

/** `0` within the threshold, `X` beyond it, `-` missing; the newest is the last. */
function verdict(data: string, rule: Partial<AlarmRule>): AlarmState | 'as it was' {
  const points = data.split(' ').map((letter, index) => ({
    at: new Date(index * 60_000),
    value: letter === '-' ? undefined : letter === 'X' ? 9 : 1,
  }));
  const full: AlarmRule = {
    threshold: 5,
    comparison: 'GreaterThanThreshold',
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    treatMissingData: 'missing',
    ...rule,
  };
  return judge(full, points).state ?? 'as it was';
}

const TREATMENTS: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

describe('the tables of the CloudWatch User Guide', () => {
  it.each([
    ['0 - X - X', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - -', ['INSUFFICIENT_DATA', 'as it was', 'ALARM', 'OK']],
    ['0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['- - X - -', ['ALARM', 'as it was', 'ALARM', 'OK']],
  ])('three of three: %s', (data, expected) => {
    expect(TREATMENTS.map((treatMissingData) => verdict(data, { treatMissingData }))).toEqual(expected);
  });

  it.each([
    ['0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - X -', ['ALARM', 'as it was', 'ALARM', 'OK']],
  ])('two of three: %s', (data, expected) => {
    const states = TREATMENTS.map((treatMissingData) =>
      verdict(data, { datapointsToAlarm: 2, treatMissingData }),
    );
    expect(states).toEqual(expected);
  });
});

it('a first breaching point does not raise an alarm that wants three', () => {
  expect(verdict('- - - - X', {})).toBe('as it was');
  expect(verdict('- - - X -', {})).toBe('as it was');
});

it.each([
  ['GreaterThanOrEqualToThreshold', 'ALARM', 'ALARM', 'OK'],
  ['GreaterThanThreshold', 'ALARM', 'OK', 'OK'],
  ['LessThanThreshold', 'OK', 'OK', 'ALARM'],
  ['LessThanOrEqualToThreshold', 'OK', 'ALARM', 'ALARM'],
] as const)('%s compares with the threshold', (comparison, ...expected) => {
  const rule: AlarmRule = {
    threshold: 5,
    comparison,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: 'missing',
  };
  expect([6, 5, 4].map((value) => judge(rule, [{ at: new Date(0), value }]).state)).toEqual(expected);
});
