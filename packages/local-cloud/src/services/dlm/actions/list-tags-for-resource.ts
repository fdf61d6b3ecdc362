import { ListTagsForResourceCommand } from '@aws-sdk/client-dlm';
import { on, type Route } from '../../../wire/route.ts';
import { requireTaggedPolicy } from '../require-policy.ts';

/** Data Lifecycle Manager ListTagsForResource. */
export const route: Route = on(ListTagsForResourceCommand, (input, { cloud }) => ({
  Tags: { ...requireTaggedPolicy(cloud, input.ResourceArn).tags },
}));
