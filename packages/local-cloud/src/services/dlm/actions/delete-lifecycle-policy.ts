import { DeleteLifecyclePolicyCommand } from '@aws-sdk/client-dlm';
import { on, type Route } from '../../../wire/route.ts';
import { requirePolicy } from '../require-policy.ts';

/** Data Lifecycle Manager DeleteLifecyclePolicy: the policy's snapshots stay, and nobody deletes them any more. */
export const route: Route = on(DeleteLifecyclePolicyCommand, (input, { cloud }) => {
  cloud.tables.lifecyclePolicies.delete(requirePolicy(cloud, input.PolicyId).id);
  return {};
});
