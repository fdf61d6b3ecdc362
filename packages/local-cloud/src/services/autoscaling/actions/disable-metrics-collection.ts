import { DisableMetricsCollectionCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { readMetrics } from '../metrics.ts';
import { requireGroup } from '../require-group.ts';

/** DisableMetricsCollection: those named, or all. */
export const route: Route = on(DisableMetricsCollectionCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const disabled = readMetrics(input.Metrics);
  cloud.tables.groups.update(group.id, {
    enabledMetrics: group.enabledMetrics.filter((metric) => !disabled.includes(metric)),
  });
  return {};
});
