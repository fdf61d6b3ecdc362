import { DeletePolicyCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { deletePolicy, requirePolicy } from '../policies.ts';

/** DeletePolicy: with the alarms that target tracking made; alarms of the user's own stay. */
export const route: Route = on(DeletePolicyCommand, (input, { cloud }) => {
  deletePolicy(cloud, requirePolicy(cloud, input.AutoScalingGroupName, input.PolicyName));
  return {};
});
