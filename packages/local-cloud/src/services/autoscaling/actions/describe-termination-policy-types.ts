import { DescribeTerminationPolicyTypesCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { TERMINATION_POLICIES } from '../termination-policies.ts';

/** DescribeTerminationPolicyTypes: what `TerminationPolicies` may hold. */
export const route: Route = on(DescribeTerminationPolicyTypesCommand, () => ({
  TerminationPolicyTypes: [...TERMINATION_POLICIES],
}));
