import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { MetricQuery } from '@imago/engine';
import type { AwsClients } from '../aws/clients.ts';
import type { Measured } from './judge.ts';

/** Complete periods that are looked at: CloudWatch has a period's data some time after its end. */
const periods = 3;

/** The newest complete period of a metric that has data: GetMetricData. */
export async function readMetric(
  { namespace, metric, dimensions, statistic, period }: MetricQuery,
  { cloudWatch }: AwsClients,
  now: Date,
  signal: AbortSignal,
): Promise<Measured> {
  const end = Math.floor(now.getTime() / period.milliseconds) * period.milliseconds;
  const command = new GetMetricDataCommand({
    StartTime: new Date(end - periods * period.milliseconds),
    EndTime: new Date(end),
    ScanBy: 'TimestampDescending',
    MetricDataQueries: [
      {
        Id: 'measured',
        MetricStat: {
          Metric: {
            Namespace: namespace,
            MetricName: metric,
            Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
          },
          Period: period.milliseconds / 1000,
          Stat: statistic,
        },
      },
    ],
  });
  const { MetricDataResults = [] } = await cloudWatch.send(command, { abortSignal: signal });
  const value = MetricDataResults[0]?.Values?.[0];
  const what = `${statistic} of ${metric}`;
  if (value !== undefined) return { value, what };
  const span = (periods * period.milliseconds) / 1000;
  return { missing: `CloudWatch has no data of ${namespace} ${metric} in the last ${span}s` };
}
