import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { CheckSample } from '@imago/engine';
import type { AwsClients } from '../aws/clients.ts';
import { OutputTail } from './last-lines.ts';

/** None of these alarms may be in ALARM: DescribeAlarms. One that does not exist watches nothing, and fails. */
export async function sampleAlarms(
  names: readonly string[],
  { cloudWatch, region }: AwsClients,
  signal: AbortSignal,
): Promise<CheckSample> {
  const query = new DescribeAlarmsCommand({
    AlarmNames: [...names],
    // Without it, composite alarms are left out.
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    MaxRecords: 100,
  });
  const { MetricAlarms = [], CompositeAlarms = [] } = await cloudWatch.send(query, { abortSignal: signal });
  const found = [...MetricAlarms, ...CompositeAlarms];
  const missing = names.filter((name) => !found.some(({ AlarmName }) => AlarmName === name));
  if (missing.length > 0) {
    const which = missing.length === 1 ? 'is no alarm' : 'are no alarms';
    return { ok: false, detail: `there ${which} ${missing.join(', ')} in ${region}` };
  }
  const ringing = found.find(({ StateValue }) => StateValue === 'ALARM');
  if (ringing !== undefined) {
    const reason = new OutputTail();
    reason.add(ringing.StateReason ?? '');
    const why = reason.words === '' ? '' : `: ${reason.words}`;
    return { ok: false, detail: `${ringing.AlarmName ?? 'an alarm'} is in ALARM${why}` };
  }
  const blind = found.filter(({ StateValue }) => StateValue === 'INSUFFICIENT_DATA').length;
  const note = blind === 0 ? '' : `; ${blind} ${blind === 1 ? 'has' : 'have'} too little data to tell`;
  return { ok: true, detail: `no alarm of ${found.length} is in ALARM${note}` };
}
