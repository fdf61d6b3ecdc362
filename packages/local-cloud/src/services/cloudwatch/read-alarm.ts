import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { LocalCloud } from '../../cloud.ts';
import type { AlarmRecord, MissingData } from '../../store/records/cloudwatch.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { readTags } from './alarm-tags.ts';
import { newAlarm } from './new-alarm.ts';
import { readComparison } from './read-comparison.ts';
import { readWatched } from './read-watched.ts';

const MISSING_DATA: readonly MissingData[] = ['breaching', 'notBreaching', 'ignore', 'missing'];

const UNSUPPORTED = [
  'ThresholdMetricId',
  'EvaluationWindow',
  'WarmUpConfiguration',
  'EvaluationCriteria',
  'EvaluationInterval',
  'ActionConfiguration',
] as const;

/** The alarm that a request describes: a new one, or the one of that name with a new configuration and its old state. */
export function readAlarm(cloud: LocalCloud, input: PutMetricAlarmInput): AlarmRecord {
  const unsupported = UNSUPPORTED.find((member) => input[member] !== undefined);
  if (unsupported !== undefined) {
    throw new AwsError('ValidationError', `The local cloud does not support ${unsupported}: leave it out.`);
  }
  const { AlarmName: name = '', EvaluationPeriods: periods, Threshold: threshold } = input;
  if (name.length < 1 || name.length > 255) {
    throw new AwsError('ValidationError', `The alarm name "${name}" must have 1 to 255 characters.`);
  }
  if (periods === undefined || periods < 1) {
    throw new AwsError('ValidationError', 'EvaluationPeriods must be specified and at least 1.');
  }
  if (threshold === undefined || !Number.isFinite(threshold)) {
    throw new AwsError('ValidationError', 'Threshold must be specified.');
  }
  return {
    ...(cloud.tables.alarms.get(name) ?? { ...newAlarm(cloud, name), tags: readTags(input.Tags) }),
    description: input.AlarmDescription,
    watched: readWatched(input, periods),
    evaluationPeriods: periods,
    datapointsToAlarm: readDatapoints(input.DatapointsToAlarm, periods),
    threshold,
    comparison: readComparison(input.ComparisonOperator),
    treatMissingData: readMissingData(input.TreatMissingData),
    actionsEnabled: input.ActionsEnabled ?? true,
    actions: {
      OK: readActions(input.OKActions),
      ALARM: readActions(input.AlarmActions),
      INSUFFICIENT_DATA: readActions(input.InsufficientDataActions),
    },
    configuredAt: cloud.now(),
  };
}

function readDatapoints(count: number | undefined, periods: number): number | undefined {
  if (count === undefined || (count >= 1 && count <= periods)) return count;
  throw new AwsError(
    'ValidationError',
    `DatapointsToAlarm ${count} must be at least 1 and at most EvaluationPeriods ${periods}.`,
  );
}

function readMissingData(text: string | undefined): MissingData | undefined {
  if (text === undefined) return undefined;
  const known = MISSING_DATA.find((value) => value === text);
  if (known) return known;
  throw new AwsError(
    'ValidationError',
    `The value ${text} for TreatMissingData must be one of ${MISSING_DATA.join(', ')}.`,
  );
}

function readActions(arns: readonly string[] | undefined): readonly string[] {
  if (arns && arns.length > 5) throw new AwsError('ValidationError', 'A state can have at most 5 actions.');
  const wrong = arns?.find((arn) => !arn.startsWith('arn:'));
  if (wrong === undefined) return [...new Set(arns)];
  throw new AwsError('ValidationError', `Invalid arn syntax: ${wrong}`);
}
