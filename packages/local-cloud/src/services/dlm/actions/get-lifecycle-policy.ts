import { GetLifecyclePolicyCommand } from '@aws-sdk/client-dlm';
import { on, type Route } from '../../../wire/route.ts';
import { renderPolicy } from '../render-policy.ts';
import { requirePolicy } from '../require-policy.ts';

/** Data Lifecycle Manager GetLifecyclePolicy. */
export const route: Route = on(GetLifecyclePolicyCommand, (input, { cloud }) => ({
  Policy: renderPolicy(requirePolicy(cloud, input.PolicyId)),
}));
