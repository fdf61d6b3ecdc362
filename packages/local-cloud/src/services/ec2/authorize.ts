import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../cloud.ts';
import type { PermissionRecord, SecurityGroupRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { newId } from '../ids.ts';
import { describeOpening, isSameOpening, type Opening, renderRule } from './permissions.ts';

/** Adds permissions to a group, all or none of them, and shows them as rules. */
export function authorize(
  cloud: LocalCloud,
  group: SecurityGroupRecord,
  openings: readonly Opening[],
): SecurityGroupRule[] {
  const permissions = [...group.permissions];
  const added: PermissionRecord[] = [];
  for (const opening of openings) {
    if (permissions.some((permission) => isSameOpening(permission, opening))) {
      throw new AwsError(
        'InvalidPermission.Duplicate',
        `the specified rule "${describeOpening(opening)}" already exists`,
      );
    }
    const permission = { ruleId: newId('sgr'), ...opening };
    permissions.push(permission);
    added.push(permission);
  }
  cloud.tables.securityGroups.update(group.id, { permissions });
  cloud.poke();
  return added.map((permission) => renderRule(cloud, group, permission));
}

/** Takes permissions from a group by rule id; an unknown one is refused. */
export function revokeRules(cloud: LocalCloud, group: SecurityGroupRecord, ruleIds: readonly string[]): void {
  const known = new Set(group.permissions.map(({ ruleId }) => ruleId));
  const unknown = ruleIds.find((id) => !known.has(id));
  if (unknown !== undefined) {
    throw new AwsError(
      'InvalidSecurityGroupRuleId.NotFound',
      `The security group rule ID '${unknown}' does not exist`,
    );
  }
  keep(cloud, group, ({ ruleId }) => !ruleIds.includes(ruleId));
}

/** Takes permissions from a group; answers those that it did not have. */
export function revoke(
  cloud: LocalCloud,
  group: SecurityGroupRecord,
  openings: readonly Opening[],
): readonly Opening[] {
  keep(cloud, group, (permission) => !openings.some((opening) => isSameOpening(permission, opening)));
  return openings.filter(
    (opening) => !group.permissions.some((permission) => isSameOpening(permission, opening)),
  );
}

function keep(
  cloud: LocalCloud,
  group: SecurityGroupRecord,
  isKept: (permission: PermissionRecord) => boolean,
): void {
  const permissions = group.permissions.filter(isKept);
  if (permissions.length === group.permissions.length) return;
  cloud.tables.securityGroups.update(group.id, { permissions });
  cloud.poke();
}
