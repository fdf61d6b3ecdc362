import { AttachInternetGatewayCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { INTERNET_GATEWAY, requireRecord, VPC } from '../resource-kinds.ts';

/** EC2 AttachInternetGateway: one gateway a VPC; routes make its way out. */
export const route: Route = on(AttachInternetGatewayCommand, (input, { cloud }) => {
  const gateway = requireRecord(cloud, INTERNET_GATEWAY, input.InternetGatewayId ?? '');
  const vpc = requireRecord(cloud, VPC, input.VpcId ?? '');
  if (gateway.vpcId !== undefined) {
    throw new AwsError(
      'Resource.AlreadyAssociated',
      `resource ${gateway.id} is already attached to network ${gateway.vpcId}`,
    );
  }
  for (const { vpcId } of cloud.tables.internetGateways.values()) {
    if (vpcId !== vpc.id) continue;
    throw new AwsError('InvalidParameterValue', `Network ${vpc.id} already has an internet gateway attached`);
  }
  refuseDryRun(input.DryRun);
  cloud.tables.internetGateways.update(gateway.id, { vpcId: vpc.id });
  cloud.poke();
  return {};
});
