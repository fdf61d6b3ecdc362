import { DeleteTagsCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireTaggable } from '../tag-resources.ts';

/** EC2 DeleteTags: by key, or by key and value; with no tags named, all of the user's go. */
export const route: Route = on(DeleteTagsCommand, (input, { cloud }) => {
  const resources = requireTaggable(cloud, input.Resources ?? []);
  refuseDryRun(input.DryRun);
  const isDeleted = (key: string, value: string): boolean =>
    input.Tags?.length
      ? input.Tags.some(({ Key, Value }) => Key === key && (Value === undefined || Value === value))
      : !key.startsWith('aws:');
  for (const resource of resources) {
    const kept = Object.entries(resource.tags).filter(([key, value]) => !isDeleted(key, value));
    resource.setTags(Object.fromEntries(kept));
  }
  return {};
});
