import { ModifyNetworkInterfaceAttributeCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { changeInterface } from '../change-interface.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireGroups } from '../require-launch-parts.ts';
import { NETWORK_INTERFACE, requireRecord } from '../resource-kinds.ts';

/** EC2 ModifyNetworkInterfaceAttribute: groups, description, source/destination check, fate at the instance's end. */
export const route: Route = on(ModifyNetworkInterfaceAttributeCommand, (input, { cloud }) => {
  const record = requireRecord(cloud, NETWORK_INTERFACE, input.NetworkInterfaceId ?? '');
  const { vpcId, subnetId, attachment } = record;
  if (record.loadBalancerArn !== undefined) {
    throw new AwsError(
      'OperationNotPermitted',
      `You do not have permission to modify '${record.id}': it is the load balancer's.`,
    );
  }
  const wish = input.Attachment;
  if (wish && (!attachment || (wish.AttachmentId !== undefined && wish.AttachmentId !== attachment.id))) {
    throw new AwsError(
      'InvalidAttachmentID.NotFound',
      `The attachment ID '${wish.AttachmentId}' does not exist`,
    );
  }
  const groups = input.Groups?.length
    ? requireGroups(cloud, { ids: input.Groups, vpcId, subnetId })
    : undefined;
  refuseDryRun(input.DryRun);
  changeInterface(cloud, record, {
    ...(groups ? { securityGroupIds: groups } : {}),
    ...(input.Description?.Value === undefined ? {} : { description: input.Description.Value }),
    ...(input.SourceDestCheck?.Value === undefined ? {} : { sourceDestCheck: input.SourceDestCheck.Value }),
    ...(attachment && wish?.DeleteOnTermination !== undefined
      ? { attachment: { ...attachment, deleteOnTermination: wish.DeleteOnTermination } }
      : {}),
  });
  return {};
});
