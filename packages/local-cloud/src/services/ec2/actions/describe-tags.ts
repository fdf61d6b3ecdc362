import { DescribeTagsCommand, type ResourceType } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { allTaggable } from '../tag-resources.ts';

interface TagOfResource {
  readonly id: string;
  readonly resourceId: string;
  readonly type: ResourceType;
  readonly key: string;
  readonly value: string;
  readonly tags: Readonly<Record<string, string>>;
}

const FILTERS: FilterTable<TagOfResource> = {
  key: ({ key }) => key,
  value: ({ value }) => value,
  'resource-id': ({ resourceId }) => resourceId,
  'resource-type': ({ type }) => type,
};

/** EC2 DescribeTags: one row for each tag of each resource. */
export const route: Route = on(DescribeTagsCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const rows: TagOfResource[] = [];
  for (const { id: resourceId, type, tags } of allTaggable(cloud)) {
    for (const [key, value] of Object.entries(tags)) {
      rows.push({ id: `${resourceId} ${key}`, resourceId, type, key, value, tags: { [key]: value } });
    }
  }
  const { page, nextToken } = pageOf(applyFilters(rows, input.Filters, FILTERS), input);
  return {
    Tags: page.map(({ resourceId, type, key, value }) => ({
      ResourceId: resourceId,
      ResourceType: type,
      Key: key,
      Value: value,
    })),
    NextToken: nextToken,
  };
});
