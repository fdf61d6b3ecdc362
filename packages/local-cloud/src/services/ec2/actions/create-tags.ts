import { CreateTagsCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readTags, requireTagCount } from '../read-tags.ts';
import { requireTaggable } from '../tag-resources.ts';

/** EC2 CreateTags: adds or overwrites tags on resources of any kind; all of them or none. */
export const route: Route = on(CreateTagsCommand, (input, { cloud }) => {
  const tags = readTags(input.Tags ?? []);
  const resources = requireTaggable(cloud, input.Resources ?? []);
  for (const resource of resources) requireTagCount({ ...resource.tags, ...tags });
  refuseDryRun(input.DryRun);
  for (const resource of resources) resource.setTags({ ...resource.tags, ...tags });
  cloud.poke();
  return {};
});
