import { DescribeAlarmHistoryCommand } from '@aws-sdk/client-cloudwatch';
import { on, type Route } from '../../../wire/route.ts';
import { paginate } from '../../paginate.ts';

/** DescribeAlarmHistory: newest first unless asked otherwise; of deleted alarms too. */
export const route: Route = on(DescribeAlarmHistoryCommand, (input, { cloud }) => {
  const { AlarmName: name, HistoryItemType: type, StartDate: from, EndDate: to } = input;
  const found = [...cloud.tables.alarmHistory.values()].filter(
    (item) =>
      (name === undefined || item.alarmName === name) &&
      (type === undefined || item.type === type) &&
      (!from || item.at >= from) &&
      (!to || item.at <= to),
  );
  const ordered = input.ScanBy === 'TimestampAscending' ? found : found.toReversed();
  const { page, nextToken } = paginate(ordered, input.MaxRecords ?? 100, input.NextToken);
  return {
    AlarmHistoryItems: page.map((item) => ({
      AlarmName: item.alarmName,
      AlarmType: 'MetricAlarm' as const,
      Timestamp: item.at,
      HistoryItemType: item.type,
      HistorySummary: item.summary,
      HistoryData: item.data,
    })),
    NextToken: nextToken,
  };
});
