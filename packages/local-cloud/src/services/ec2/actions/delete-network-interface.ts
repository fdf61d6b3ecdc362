import { DeleteNetworkInterfaceCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { NETWORK_INTERFACE, requireRecord } from '../resource-kinds.ts';

/** EC2 DeleteNetworkInterface: refused while an instance or a load balancer has it. */
export const route: Route = on(DeleteNetworkInterfaceCommand, (input, { cloud }) => {
  const { id, attachment, loadBalancerArn } = requireRecord(
    cloud,
    NETWORK_INTERFACE,
    input.NetworkInterfaceId ?? '',
  );
  if (attachment || loadBalancerArn !== undefined) {
    throw new AwsError('InvalidParameterValue', `Network interface '${id}' is currently in use.`);
  }
  refuseDryRun(input.DryRun);
  cloud.tables.networkInterfaces.delete(id);
  cloud.poke();
  return {};
});
