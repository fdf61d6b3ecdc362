import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { on, type Route } from '../../../wire/route.ts';
import { paginate } from '../../paginate.ts';
import { metricKey, renderDimensions } from '../metric-id.ts';

/** ListMetrics: those that there are data of; a filter without a value asks for any value. */
export const route: Route = on(ListMetricsCommand, (input, { cloud }) => {
  const { Namespace: namespace, MetricName: name, Dimensions: filters = [] } = input;
  const metrics = cloud.metrics
    .list()
    .map(({ metric }) => ({ id: metricKey(metric), metric }))
    .filter(
      ({ metric }) =>
        (namespace === undefined || metric.namespace === namespace) &&
        (name === undefined || metric.name === name) &&
        filters.every((filter) =>
          metric.dimensions.some(
            (dimension) =>
              dimension.name === filter.Name &&
              (filter.Value === undefined || dimension.value === filter.Value),
          ),
        ),
    )
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const { page, nextToken } = paginate(metrics, 500, input.NextToken);
  return {
    Metrics: page.map(({ metric }) => ({
      Namespace: metric.namespace,
      MetricName: metric.name,
      Dimensions: renderDimensions(metric),
    })),
    NextToken: nextToken,
  };
});
