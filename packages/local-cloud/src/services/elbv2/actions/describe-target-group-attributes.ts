import { DescribeTargetGroupAttributesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { renderAttributes } from '../attributes.ts';
import { requireTargetGroup } from '../require-target-group.ts';

/** DescribeTargetGroupAttributes. */
export const route: Route = on(DescribeTargetGroupAttributesCommand, (input, { cloud }) => ({
  Attributes: renderAttributes(requireTargetGroup(cloud, input.TargetGroupArn).attributes),
}));
