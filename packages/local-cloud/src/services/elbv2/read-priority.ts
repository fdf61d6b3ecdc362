import type { LocalCloud } from '../../cloud.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { checkRange } from './check-range.ts';
import { rulesOf } from './usage.ts';

/** A rule's priority, 1 to 50,000, that no other rule of the listener has; those that `leave` theirs do not count. */
export function readPriority(
  cloud: LocalCloud,
  listenerArn: string,
  value: number | undefined,
  leave: ReadonlySet<string> = new Set(),
): number {
  const priority = checkRange('priority', value, 1, 50_000);
  if (priority === undefined) throw new AwsError('ValidationError', 'A rule priority must be specified');
  if (rulesOf(cloud, listenerArn).some((rule) => rule.priority === priority && !leave.has(rule.id))) {
    throw new AwsError('PriorityInUse', `Priority '${priority}' is currently in use`);
  }
  return priority;
}
