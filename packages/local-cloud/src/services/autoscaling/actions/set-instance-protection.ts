import { SetInstanceProtectionCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { putMember } from '../members.ts';
import { requireGroup, requireMembers } from '../require-group.ts';

/** SetInstanceProtection: keeps scale-in from taking these instances, or allows it again. */
export const route: Route = on(SetInstanceProtectionCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const members = requireMembers(group, input.InstanceIds);
  const settled = new Set(['InService', 'Standby', 'EnteringStandby', 'Pending']);
  const wrong = members.find(({ lifecycleState }) => !settled.has(lifecycleState));
  if (wrong) {
    throw new AwsError(
      'ValidationError',
      `The instance ${wrong.instanceId} is not in InService or EnteringStandby or Standby.`,
    );
  }
  for (const member of members) {
    putMember(cloud, group.id, { ...member, protectedFromScaleIn: input.ProtectedFromScaleIn ?? false });
  }
  cloud.poke();
  return {};
});
