import { DescribeTagsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { renderTags } from '../read-tags.ts';
import { requireTagged } from '../tagged-resource.ts';

/** DescribeTags: of up to 20 resources. */
export const route: Route = on(DescribeTagsCommand, (input, { cloud }) => {
  const arns = input.ResourceArns ?? [];
  if (arns.length > 20) {
    throw new AwsError(
      'ValidationError',
      `At most 20 resources can be described at once, not ${arns.length}`,
    );
  }
  return {
    TagDescriptions: arns.map((arn) => ({
      ResourceArn: arn,
      Tags: renderTags(requireTagged(cloud, arn).tags),
    })),
  };
});
