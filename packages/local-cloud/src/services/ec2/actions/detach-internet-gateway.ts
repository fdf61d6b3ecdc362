import { DetachInternetGatewayCommand } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../../cloud.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { publicAddressOf } from '../render-instance.ts';
import { INTERNET_GATEWAY, requireRecord, VPC } from '../resource-kinds.ts';

/** EC2 DetachInternetGateway: refused while anything in the VPC has a public address. */
export const route: Route = on(DetachInternetGatewayCommand, (input, { cloud }) => {
  const gateway = requireRecord(cloud, INTERNET_GATEWAY, input.InternetGatewayId ?? '');
  const vpc = requireRecord(cloud, VPC, input.VpcId ?? '');
  if (gateway.vpcId !== vpc.id) {
    throw new AwsError('Gateway.NotAttached', `resource ${gateway.id} is not attached to network ${vpc.id}`);
  }
  if (hasPublicAddress(cloud, vpc.id)) {
    throw new AwsError(
      'DependencyViolation',
      `Network ${vpc.id} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    );
  }
  refuseDryRun(input.DryRun);
  const { vpcId: _, ...rest } = gateway;
  cloud.tables.internetGateways.put(rest);
  cloud.poke();
  return {};
});

function hasPublicAddress({ tables }: LocalCloud, id: string): boolean {
  for (const instance of tables.instances.values()) {
    if (instance.vpcId === id && publicAddressOf(instance) !== undefined) return true;
  }
  for (const { vpcId, scheme } of tables.loadBalancers.values()) {
    if (vpcId === id && scheme === 'internet-facing') return true;
  }
  return false;
}
