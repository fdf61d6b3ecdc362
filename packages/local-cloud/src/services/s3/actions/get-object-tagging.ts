import { GetObjectTaggingCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { requireObject } from '../require-object.ts';
import { renderTagSet } from '../tags.ts';

/** `GetObjectTagging`: an object without tags has an empty set. */
export const route: Route = on(GetObjectTaggingCommand, (input, { cloud }) => {
  return { TagSet: renderTagSet(requireObject(cloud, input).tags) };
});
