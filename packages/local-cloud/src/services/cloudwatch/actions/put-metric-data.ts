import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { putData } from '../put-data.ts';

/** PutMetricData: kept in memory for three hours, by the second for half an hour of them. */
export const route: Route = on(PutMetricDataCommand, (input, { cloud }) => {
  const { Namespace: namespace = '', MetricData: data = [] } = input;
  if (input.EntityMetricData !== undefined) {
    throw new AwsError(
      'ValidationError',
      'The local cloud does not support EntityMetricData: use MetricData.',
    );
  }
  if (namespace.startsWith('AWS/')) {
    throw new AwsError('InvalidParameterValue', 'The value AWS/ for parameter Namespace is invalid.');
  }
  if (data.length > 1000) {
    throw new AwsError(
      'InvalidParameterValue',
      'The collection MetricData must not have more than 1000 items.',
    );
  }
  putData(cloud, namespace, data);
  return {};
});
