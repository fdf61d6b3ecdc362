import type { MetricAlarm, MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import type { AlarmRecord, MetricQueryRecord, MetricStatRecord } from '../../store/records/cloudwatch.ts';
import { renderDimensions } from './metric-id.ts';
import { isSimple } from './statistic.ts';

/** An alarm as DescribeAlarms shows it. */
export function renderAlarm(alarm: AlarmRecord): MetricAlarm {
  return {
    AlarmName: alarm.id,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description,
    AlarmConfigurationUpdatedTimestamp: alarm.configuredAt,
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: [...alarm.actions.OK],
    AlarmActions: [...alarm.actions.ALARM],
    InsufficientDataActions: [...alarm.actions.INSUFFICIENT_DATA],
    StateValue: alarm.state,
    StateReason: alarm.stateReason,
    StateReasonData: alarm.stateReasonData,
    StateUpdatedTimestamp: alarm.stateUpdatedAt,
    StateTransitionedTimestamp: alarm.stateTransitionedAt,
    ...renderWatched(alarm.watched),
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.treatMissingData,
  };
}

function renderWatched(watched: AlarmRecord['watched']): MetricAlarm {
  if (watched.kind === 'query') return { Metrics: watched.queries.map(renderQuery), Dimensions: [] };
  const { metric, statistic, period, unit } = watched.stat;
  return {
    MetricName: metric.name,
    Namespace: metric.namespace,
    ...(isSimple(statistic) ? { Statistic: statistic } : { ExtendedStatistic: statistic }),
    Dimensions: renderDimensions(metric),
    Period: period,
    Unit: unit as MetricAlarm['Unit'],
  };
}

function renderQuery({ id, label, returnData, source }: MetricQueryRecord): MetricDataQuery {
  return {
    Id: id,
    Label: label,
    ReturnData: returnData,
    ...(source.kind === 'metric'
      ? { MetricStat: renderStat(source.stat) }
      : { Expression: source.expression, Period: source.period }),
  };
}

function renderStat({ metric, statistic, period, unit }: MetricStatRecord): MetricStat {
  return {
    Metric: { Namespace: metric.namespace, MetricName: metric.name, Dimensions: renderDimensions(metric) },
    Stat: statistic,
    Period: period,
    Unit: unit as MetricStat['Unit'],
  };
}
