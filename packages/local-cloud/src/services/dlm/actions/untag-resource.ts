import { UntagResourceCommand } from '@aws-sdk/client-dlm';
import { on, type Route } from '../../../wire/route.ts';
import { requireTaggedPolicy } from '../require-policy.ts';

/** Data Lifecycle Manager UntagResource: a key that is not there is no error. */
export const route: Route = on(UntagResourceCommand, (input, { cloud }) => {
  const { id, tags } = requireTaggedPolicy(cloud, input.ResourceArn);
  const left = Object.entries(tags).filter(([key]) => input.TagKeys?.includes(key) !== true);
  cloud.tables.lifecyclePolicies.update(id, { tags: Object.fromEntries(left) });
  return {};
});
