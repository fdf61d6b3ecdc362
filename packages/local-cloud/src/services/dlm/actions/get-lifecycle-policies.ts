import { GetLifecyclePoliciesCommand } from '@aws-sdk/client-dlm';
import type { LifecyclePolicyRecord } from '../../../store/records/dlm.ts';
import { on, type Route } from '../../../wire/route.ts';
import { renderSummary } from '../render-policy.ts';
import { requirePolicy } from '../require-policy.ts';

/** Data Lifecycle Manager GetLifecyclePolicies: those that fit every filter; tags are `key=value`, one of them is enough. */
export const route: Route = on(GetLifecyclePoliciesCommand, (input, { cloud }) => {
  const {
    PolicyIds = [],
    State,
    ResourceTypes = [],
    TargetTags = [],
    TagsToAdd = [],
    DefaultPolicyType,
  } = input;
  for (const id of PolicyIds) requirePolicy(cloud, id);
  const fits = (policy: LifecyclePolicyRecord): boolean =>
    // There are no default policies here.
    DefaultPolicyType === undefined &&
    (PolicyIds.length === 0 || PolicyIds.includes(policy.id)) &&
    (State === undefined || policy.state === State) &&
    (ResourceTypes.length === 0 || ResourceTypes.includes('VOLUME')) &&
    (TargetTags.length === 0 ||
      policy.targetTags.some(({ key, value }) => TargetTags.includes(`${key}=${value}`))) &&
    (TagsToAdd.length === 0 ||
      policy.schedules.some(({ tagsToAdd }) =>
        Object.entries(tagsToAdd).some(([key, value]) => TagsToAdd.includes(`${key}=${value}`)),
      ));
  return { Policies: [...cloud.tables.lifecyclePolicies.values()].filter(fits).map(renderSummary) };
});
