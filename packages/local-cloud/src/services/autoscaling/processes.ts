import type { GroupRecord } from '../../store/records/auto-scaling.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** What a group does by itself, each of which may be suspended. */
export const PROCESSES = [
  'AddToLoadBalancer',
  'AlarmNotification',
  'AZRebalance',
  'HealthCheck',
  'InstanceRefresh',
  'Launch',
  'ReplaceUnhealthy',
  'ScheduledActions',
  'Terminate',
] as const;

/** One of the things a group does by itself. */
export type Process = (typeof PROCESSES)[number];

/** Whether a group may do this by itself now. */
export function isActive(group: GroupRecord, process: Process): boolean {
  return !group.suspendedProcesses.some(({ name }) => name === process);
}

/** The processes that a request names; all of them when it names none. */
export function readProcesses(names: readonly string[] | undefined): readonly string[] {
  if (!names || names.length === 0) return PROCESSES;
  const known: readonly string[] = PROCESSES;
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return names;
  throw new AwsError(
    'ValidationError',
    `The process name(s) [${unknown.join(', ')}] are not valid. The valid process names are [${PROCESSES.join(', ')}].`,
  );
}
