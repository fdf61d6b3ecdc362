import { DeleteTargetGroupCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { loadBalancersOf } from '../usage.ts';

/** DeleteTargetGroup: refused while a listener sends to it; deleting what is gone succeeds. */
export const route: Route = on(DeleteTargetGroupCommand, (input, { cloud }) => {
  const arn = input.TargetGroupArn ?? '';
  if (loadBalancersOf(cloud, arn).length > 0) {
    throw new AwsError('ResourceInUse', `Target group '${arn}' is currently in use by a listener or a rule`);
  }
  cloud.tables.targetGroups.delete(arn);
  return {};
});
