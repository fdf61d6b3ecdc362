import { DescribeTagsCommand, type Filter, type TagDescription } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { paginate } from '../../paginate.ts';
import { renderTag } from '../render-group.ts';

/** DescribeTags: filtered by group, key, value or whether the tag is propagated. */
export const route: Route = on(DescribeTagsCommand, (input, { cloud }) => {
  const tags = [...cloud.tables.groups.values()]
    .flatMap((group) => group.tags.map((tag) => renderTag(group.id, tag)))
    .filter((tag) => (input.Filters ?? []).every((filter) => matches(tag, filter)))
    .map((tag) => ({ id: `${tag.ResourceId}/${tag.Key}`, tag }));
  const { page, nextToken } = paginate(tags, input.MaxRecords ?? 50, input.NextToken);
  return { Tags: page.map(({ tag }) => tag), NextToken: nextToken };
});

function matches(tag: TagDescription, { Name: name, Values: values = [] }: Filter): boolean {
  switch (name) {
    case 'auto-scaling-group':
      return values.includes(tag.ResourceId ?? '');
    case 'key':
      return values.includes(tag.Key ?? '');
    case 'value':
      return values.includes(tag.Value ?? '');
    case 'propagate-at-launch':
      return values.some((value) => value.toLowerCase() === String(tag.PropagateAtLaunch));
    case undefined:
    default:
      throw new AwsError(
        'ValidationError',
        `Filter type ${name ?? 'null'} is not correct. Allowed Filter types are: auto-scaling-group key value propagate-at-launch`,
      );
  }
}
