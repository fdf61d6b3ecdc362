import { isIPv4 } from 'node:net';
import { AwsError } from '../../wire/aws-error.ts';
import { requireTargetGroup } from './require-target-group.ts';
import type { LocalCloud } from '../../cloud.ts';
import type { TargetGroupRecord, TargetRecord } from '../../store/records/elbv2.ts';

/** A target as a caller names it; without a port the group's own port (or, when taking out, every port) is meant. */
export interface TargetReference {
  readonly id: string;
  readonly port?: number;
}

/**
 * Puts targets into a group, as `RegisterTargets` does: instances must run, and registering again what drains
 * takes it back. Registering what is there already changes nothing.
 */
export function registerTargets(
  cloud: LocalCloud,
  targetGroupArn: string,
  targets: readonly TargetReference[],
): void {
  const group = requireTargetGroup(cloud, targetGroupArn);
  refuseUnusable(cloud, group, targets);
  let records = group.targets;
  for (const target of targets) {
    const port = target.port ?? group.port;
    const known = records.find((record) => record.targetId === target.id && record.port === port);
    if (known && known.state !== 'draining') continue;
    const fresh = newTarget(cloud, group, target.id, port);
    records = [...records.filter((record) => record !== known), fresh];
  }
  if (records === group.targets) return;
  cloud.tables.targetGroups.update(group.id, { targets: records });
  cloud.poke();
}

/**
 * Starts taking targets out of a group, as `DeregisterTargets` does: they get nothing new and are `draining`
 * until what they have in flight is answered. Targets that are not registered are passed over, as AWS does.
 */
export function deregisterTargets(
  cloud: LocalCloud,
  targetGroupArn: string,
  targets: readonly TargetReference[],
): void {
  const group = requireTargetGroup(cloud, targetGroupArn);
  const named = (record: TargetRecord): boolean =>
    targets.some(({ id, port }) => record.targetId === id && (port === undefined || record.port === port));
  if (!group.targets.some((record) => named(record) && record.state !== 'draining')) return;
  const records = group.targets.map((record) =>
    named(record) && record.state !== 'draining' ? draining(record, cloud.now()) : record,
  );
  cloud.tables.targetGroups.update(group.id, { targets: records });
  cloud.poke();
}

function newTarget(
  cloud: LocalCloud,
  group: TargetGroupRecord,
  targetId: string,
  port: number,
): TargetRecord {
  const zone = group.targetType === 'instance' ? cloud.tables.instances.get(targetId)?.zone : undefined;
  return {
    targetId,
    port,
    ...(zone === undefined ? {} : { zone }),
    state: 'initial',
    reason: 'Elb.RegistrationInProgress',
    description: 'Target registration is in progress',
    registeredAt: cloud.now(),
  };
}

function draining(record: TargetRecord, now: Date): TargetRecord {
  return {
    ...record,
    state: 'draining',
    reason: 'Target.DeregistrationInProgress',
    description: 'Target deregistration is in progress',
    drainingSince: now,
  };
}

function refuseUnusable(
  cloud: LocalCloud,
  group: TargetGroupRecord,
  targets: readonly TargetReference[],
): void {
  if (group.targetType === 'ip') {
    const wrong = targets.find(({ id }) => !isIPv4(id));
    if (wrong)
      throw new AwsError('InvalidTarget', `The IP address '${wrong.id}' is not a valid IPv4 address`);
    return;
  }
  const unknown = targets.filter(({ id }) => !cloud.tables.instances.get(id));
  if (unknown.length > 0) {
    throw new AwsError('InvalidTarget', `The following targets do not exist: ${quoted(unknown)}`);
  }
  const stopped = targets.filter(({ id }) => cloud.tables.instances.get(id)?.state !== 'running');
  if (stopped.length > 0) {
    throw new AwsError(
      'InvalidTarget',
      `The following targets are not in a running state and cannot be registered: ${quoted(stopped)}`,
    );
  }
}

function quoted(targets: readonly TargetReference[]): string {
  return targets.map(({ id }) => `'${id}'`).join(', ');
}
