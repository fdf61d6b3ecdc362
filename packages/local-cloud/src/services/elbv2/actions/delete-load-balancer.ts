import { DeleteLoadBalancerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { releaseAddress } from '../allocate-address.ts';
import { deleteListener } from '../delete-listener.ts';
import { listenersOf } from '../usage.ts';

/** DeleteLoadBalancer: takes its listeners along; deleting what is gone succeeds. */
export const route: Route = on(DeleteLoadBalancerCommand, (input, { cloud }) => {
  const record = cloud.tables.loadBalancers.get(input.LoadBalancerArn ?? '');
  if (!record) return {};
  if (record.attributes['deletion_protection.enabled'] === 'true') {
    throw new AwsError(
      'OperationNotPermitted',
      `Load balancer '${record.id}' cannot be deleted because deletion protection is enabled`,
    );
  }
  for (const { id } of listenersOf(cloud, record.id)) deleteListener(cloud, id);
  cloud.tables.loadBalancers.delete(record.id);
  releaseAddress(cloud, record.id);
  cloud.poke();
  return {};
});
