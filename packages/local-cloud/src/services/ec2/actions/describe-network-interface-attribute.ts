import { DescribeNetworkInterfaceAttributeCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderNetworkInterface } from '../render-interface.ts';
import { NETWORK_INTERFACE, requireRecord } from '../resource-kinds.ts';

/** EC2 DescribeNetworkInterfaceAttribute. */
export const route: Route = on(DescribeNetworkInterfaceAttributeCommand, (input, { cloud }) => {
  const record = requireRecord(cloud, NETWORK_INTERFACE, input.NetworkInterfaceId ?? '');
  refuseDryRun(input.DryRun);
  const shown = renderNetworkInterface(cloud, record);
  return {
    NetworkInterfaceId: record.id,
    Attachment: input.Attribute === 'attachment' ? shown.Attachment : undefined,
    Description: input.Attribute === 'description' ? { Value: record.description } : undefined,
    Groups: input.Attribute === 'groupSet' ? shown.Groups : undefined,
    SourceDestCheck: input.Attribute === 'sourceDestCheck' ? { Value: record.sourceDestCheck } : undefined,
  };
});
