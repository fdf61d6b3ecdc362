import { AwsError } from '../../wire/aws-error.ts';

/** The group metrics that may be collected. */
const METRICS = [
  'GroupMinSize',
  'GroupMaxSize',
  'GroupDesiredCapacity',
  'GroupInServiceInstances',
  'GroupPendingInstances',
  'GroupStandbyInstances',
  'GroupTerminatingInstances',
  'GroupTotalInstances',
  'GroupInServiceCapacity',
  'GroupPendingCapacity',
  'GroupStandbyCapacity',
  'GroupTerminatingCapacity',
  'GroupTotalCapacity',
] as const;

/** The metrics that a request names; all of them when it names none. */
export function readMetrics(names: readonly string[] | undefined): readonly string[] {
  if (!names || names.length === 0) return METRICS;
  const known: readonly string[] = METRICS;
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  throw new AwsError(
    'ValidationError',
    `${unknown} is not a valid metric. Valid metrics are [${METRICS.join(', ')}].`,
  );
}
