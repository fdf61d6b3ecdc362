import { GetMetricStatisticsCommand, type Datapoint, type StandardUnit } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import type { Datapoints } from '../datapoints.ts';
import { dimensionsOf, metricId } from '../metric-id.ts';
import { requireStatistic, summarise } from '../statistic.ts';
import { readWindows, requirePeriod } from '../time-range.ts';

/** GetMetricStatistics: a point for each period that has data. */
export const route: Route = on(GetMetricStatisticsCommand, (input, { cloud }) => {
  const { Statistics: simple = [], ExtendedStatistics: extended = [] } = input;
  for (const name of [...simple, ...extended]) requireStatistic(name, 'Statistics');
  if (simple.length + extended.length === 0) {
    throw new AwsError(
      'InvalidParameterCombination',
      'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
    );
  }
  const windows = readWindows(cloud.now(), input.StartTime, input.EndTime, requirePeriod(input.Period));
  if (windows.count > 1440) {
    throw new AwsError(
      'InvalidParameterCombination',
      `You have requested up to ${windows.count} datapoints, which exceeds the limit of 1440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  const metric = metricId(input.Namespace ?? '', input.MetricName ?? '', dimensionsOf(input.Dimensions));
  const unit = input.Unit ?? cloud.metrics.units(metric)[0];
  const render = (points: Datapoints): Datapoint => ({
    Timestamp: new Date(points.start),
    Unit: unit as StandardUnit | undefined,
    ...Object.fromEntries(simple.map((name) => [name, summarise(points, name)])),
    ...(extended.length > 0 && {
      ExtendedStatistics: Object.fromEntries(
        extended.flatMap((name) => {
          const value = summarise(points, name);
          return value === undefined ? [] : [[name, value]];
        }),
      ),
    }),
  });
  return {
    Label: input.MetricName,
    Datapoints: cloud.metrics
      .windows(metric, { ...windows, unit: input.Unit })
      .flatMap((points) => (points ? [render(points)] : [])),
  };
});
