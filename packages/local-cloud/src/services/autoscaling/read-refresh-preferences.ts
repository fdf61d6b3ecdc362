import type { RefreshPreferences } from '@aws-sdk/client-auto-scaling';
import type { RefreshPreferencesRecord } from '../../store/records/auto-scaling.ts';
import { AwsError } from '../../wire/aws-error.ts';

const PROTECTED = ['Refresh', 'Ignore', 'Wait'] as const;
const STANDBY = ['Terminate', 'Ignore', 'Wait'] as const;
const TWO_DAYS = 172_800;

/** Reads the preferences of StartInstanceRefresh, with AWS's defaults and limits. */
export function readRefreshPreferences(input: RefreshPreferences = {}): RefreshPreferencesRecord {
  const percentages = readCheckpoints(input.CheckpointPercentages ?? []);
  if (input.CheckpointDelay !== undefined && percentages.length === 0) {
    throw invalid('CheckpointDelay can only be specified together with CheckpointPercentages.');
  }
  const alarms = input.AlarmSpecification?.Alarms ?? [];
  if (alarms.length > 10) throw invalid(`AlarmSpecification may name 10 alarms, and names ${alarms.length}.`);
  return {
    ...readHealthy(input.MinHealthyPercentage, input.MaxHealthyPercentage),
    instanceWarmup: within('InstanceWarmup', input.InstanceWarmup, 0, Number.MAX_SAFE_INTEGER),
    checkpointPercentages: percentages,
    checkpointDelay: within('CheckpointDelay', input.CheckpointDelay, 0, TWO_DAYS) ?? 3600,
    skipMatching: input.SkipMatching ?? false,
    autoRollback: input.AutoRollback ?? false,
    scaleInProtectedInstances: oneOf('ScaleInProtectedInstances', input.ScaleInProtectedInstances, PROTECTED),
    standbyInstances: oneOf('StandbyInstances', input.StandbyInstances, STANDBY),
    alarms,
    bakeTime: within('BakeTime', input.BakeTime, 0, TWO_DAYS) ?? 0,
  };
}

function readHealthy(
  min: number | undefined,
  max: number | undefined,
): Pick<RefreshPreferencesRecord, 'minHealthyPercentage' | 'maxHealthyPercentage'> {
  if (max !== undefined && min === undefined) {
    throw invalid('MinHealthyPercentage must be specified when MaxHealthyPercentage is specified.');
  }
  const least = within('MinHealthyPercentage', min, 0, 100) ?? 90;
  const most = within('MaxHealthyPercentage', max, 100, 200);
  if (most !== undefined && most - least > 100) {
    throw invalid(
      `The difference between MinHealthyPercentage and MaxHealthyPercentage cannot be greater than 100, and is ${most - least}.`,
    );
  }
  return { minHealthyPercentage: least, ...(most === undefined ? {} : { maxHealthyPercentage: most }) };
}

function readCheckpoints(percentages: readonly number[]): readonly number[] {
  for (const [index, percentage] of percentages.entries()) {
    within('CheckpointPercentages', percentage, 1, 100);
    if (percentage > (percentages[index - 1] ?? 0)) continue;
    throw invalid(`CheckpointPercentages must be unique and in ascending order: [${percentages.join(', ')}]`);
  }
  return percentages;
}

function within(name: string, value: number | undefined, least: number, most: number): number | undefined {
  if (value === undefined || (value >= least && value <= most)) return value;
  throw invalid(`${name} must be between ${least} and ${most}, and is ${value}`);
}

function oneOf<T extends string>(name: string, value: string | undefined, known: readonly T[]): T | 'Wait' {
  if (value === undefined) return 'Wait';
  const found = known.find((candidate) => candidate === value);
  if (found) return found;
  throw invalid(`${name} must be one of [${known.join(', ')}], and is ${value}`);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
