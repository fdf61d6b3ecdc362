import { DescribeAlarmsForMetricCommand } from '@aws-sdk/client-cloudwatch';
import { on, type Route } from '../../../wire/route.ts';
import { dimensionsOf, metricId, metricKey } from '../metric-id.ts';
import { renderAlarm } from '../render-alarm.ts';
import { watchedStats } from '../watched.ts';

/** DescribeAlarmsForMetric: those that look at exactly this metric, alone or in a query. */
export const route: Route = on(DescribeAlarmsForMetricCommand, (input, { cloud }) => {
  const { Namespace: namespace = '', MetricName: name = '', Period: period, Unit: unit } = input;
  const key = metricKey(metricId(namespace, name, dimensionsOf(input.Dimensions)));
  const statistic = input.Statistic ?? input.ExtendedStatistic;
  const alarms = [...cloud.tables.alarms.values()].filter((alarm) =>
    watchedStats(alarm).some(
      (stat) =>
        metricKey(stat.metric) === key &&
        (statistic === undefined || stat.statistic === statistic) &&
        (period === undefined || stat.period === period) &&
        (unit === undefined || stat.unit === unit),
    ),
  );
  return { MetricAlarms: alarms.map(renderAlarm) };
});
