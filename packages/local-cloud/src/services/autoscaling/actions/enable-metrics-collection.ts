import { EnableMetricsCollectionCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { readMetrics } from '../metrics.ts';
import { requireGroup } from '../require-group.ts';

/** EnableMetricsCollection: recorded, and shown by DescribeAutoScalingGroups. */
export const route: Route = on(EnableMetricsCollectionCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  cloud.tables.groups.update(group.id, {
    enabledMetrics: [...new Set([...group.enabledMetrics, ...readMetrics(input.Metrics)])],
  });
  return {};
});
