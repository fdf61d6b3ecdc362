import type { LocalCloud } from '../../cloud.ts';
import type { LifecyclePolicyRecord } from '../../store/records/dlm.ts';
import { policyNotFound } from './dlm-errors.ts';

/** The policy of that id. */
export function requirePolicy(cloud: LocalCloud, id: string | undefined): LifecyclePolicyRecord {
  const policy = cloud.tables.lifecyclePolicies.get(id ?? '');
  if (!policy) throw policyNotFound(id ?? '');
  return policy;
}

/** The policy of that ARN. */
export function requireTaggedPolicy(cloud: LocalCloud, arn: string | undefined): LifecyclePolicyRecord {
  for (const policy of cloud.tables.lifecyclePolicies.values()) if (policy.arn === arn) return policy;
  throw policyNotFound(arn ?? '');
}
