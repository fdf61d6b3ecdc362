import { DeleteInternetGatewayCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { INTERNET_GATEWAY, requireRecord } from '../resource-kinds.ts';

/** EC2 DeleteInternetGateway: detached ones only. */
export const route: Route = on(DeleteInternetGatewayCommand, (input, { cloud }) => {
  const { id, vpcId } = requireRecord(cloud, INTERNET_GATEWAY, input.InternetGatewayId ?? '');
  if (vpcId !== undefined) {
    throw new AwsError(
      'DependencyViolation',
      `The internetGateway '${id}' has dependencies and cannot be deleted.`,
    );
  }
  refuseDryRun(input.DryRun);
  cloud.tables.internetGateways.delete(id);
  return {};
});
