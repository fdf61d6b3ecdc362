import { randomUUID } from 'node:crypto';
import type { LocalCloud } from '../../cloud.ts';
import type { AlarmHistoryRecord } from '../../store/records/cloudwatch.ts';
import { createRecordIndex, type RecordIndex } from '../../store/record-index.ts';

/** How many entries of an alarm are remembered (AWS: those of 30 days). */
const KEPT = 100;

const indexHistory = (): RecordIndex<AlarmHistoryRecord> => createRecordIndex(({ alarmName }) => alarmName);

/** Notes something in an alarm's history. */
export function noteHistory(
  cloud: LocalCloud,
  alarmName: string,
  type: AlarmHistoryRecord['type'],
  summary: string,
  data: object,
): void {
  const { alarmHistory } = cloud.tables;
  const before = historyOf(cloud, alarmName);
  for (const { id } of before.slice(0, Math.max(0, before.length - KEPT + 1))) alarmHistory.delete(id);
  alarmHistory.put({
    id: randomUUID(),
    alarmName,
    at: cloud.now(),
    type,
    summary,
    data: JSON.stringify({ version: '1.0', ...data }),
  });
}

/** What is remembered of an alarm, oldest first; also of one that is deleted. */
function historyOf(cloud: LocalCloud, alarmName: string): readonly AlarmHistoryRecord[] {
  return cloud.tables.alarmHistory.view(indexHistory).of(alarmName);
}
