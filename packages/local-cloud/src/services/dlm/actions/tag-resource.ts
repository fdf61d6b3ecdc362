import { TagResourceCommand } from '@aws-sdk/client-dlm';
import { on, type Route } from '../../../wire/route.ts';
import { addPolicyTags } from '../policy-tags.ts';
import { requireTaggedPolicy } from '../require-policy.ts';

/** Data Lifecycle Manager TagResource. */
export const route: Route = on(TagResourceCommand, (input, { cloud }) => {
  const { id, tags } = requireTaggedPolicy(cloud, input.ResourceArn);
  cloud.tables.lifecyclePolicies.update(id, { tags: addPolicyTags(tags, input.Tags) });
  return {};
});
