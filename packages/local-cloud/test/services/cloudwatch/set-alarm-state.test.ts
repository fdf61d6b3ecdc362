import {
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  SetAlarmStateCommand,
  type HistoryItemType,
} from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alarmsInAlarm } from '../../../src/services/cloudwatch/alarms-in-alarm.ts';
import { type AlarmCloud, startAlarmCloud } from './alarm-cloud.ts';

const PAGE_ME = 'arn:aws:sns:us-east-1:000000000000:page-me';

let test: AlarmCloud;
beforeEach(async () => {
  test = await startAlarmCloud();
  await test.createAlarm({ AlarmActions: [PAGE_ME] });
});
afterEach(() => test.close());

const set = (StateValue: 'ALARM' | 'OK', AlarmName = 'errors'): Promise<unknown> =>
  test.cloudWatch.send(
    new SetAlarmStateCommand({
      AlarmName,
      StateValue,
      StateReason: 'a drill',
      StateReasonData: '{"by":"me"}',
    }),
  );
const history = async (HistoryItemType?: HistoryItemType): Promise<readonly (string | undefined)[]> => {
  const { AlarmHistoryItems = [] } = await test.cloudWatch.send(
    new DescribeAlarmHistoryCommand({ AlarmName: 'errors', HistoryItemType }),
  );
  return AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary);
};

describe('SetAlarmState', () => {
  it('holds for an interval of evaluation', async () => {
    await test.pass(1);
    await set('ALARM');
    await test.tick();
    expect(alarmsInAlarm(test.cloud, ['errors', 'nobody'])).toEqual(['errors']);
    expect(await test.alarm()).toMatchObject({
      StateReason: 'a drill',
      StateReasonData: '{"by":"me"}',
      StateTransitionedTimestamp: test.cloud.now(),
    });
    await test.pass(11);
    expect(await test.alarm()).toMatchObject({
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Insufficient Data: 1 datapoint was unknown.',
    });
    expect(alarmsInAlarm(test.cloud, ['errors'])).toEqual([]);
  });

  it('refuses an alarm or a state that there is not', async () => {
    await expect(set('ALARM', 'nobody')).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await expect(set('RED' as 'OK')).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('DescribeAlarmHistory', () => {
  it('tells of configuration, states and actions, newest first', async () => {
    await set('ALARM');
    await set('ALARM');
    await test.tick();
    await test.pass(5);
    expect(await history()).toEqual([
      `Recorded action ${PAGE_ME}`,
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
      'Alarm "errors" created',
    ]);
    expect(await history('StateUpdate')).toEqual(['Alarm updated from INSUFFICIENT_DATA to ALARM']);
    const { AlarmHistoryItems: [item] = [] } = await test.cloudWatch.send(
      new DescribeAlarmHistoryCommand({ HistoryItemType: 'StateUpdate', ScanBy: 'TimestampAscending' }),
    );
    expect(JSON.parse(item?.HistoryData ?? '')).toEqual({
      version: '1.0',
      oldState: {
        stateValue: 'INSUFFICIENT_DATA',
        stateReason: 'Unchecked: Initial alarm creation',
      },
      newState: { stateValue: 'ALARM', stateReason: 'a drill', stateReasonData: { by: 'me' } },
    });
  });

  it('is kept for deleted alarms, and does not grow without end', async () => {
    for (let times = 0; times < 60; times += 1) {
      await set('ALARM');
      await set('OK');
    }
    await test.cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ['errors'] }));
    const summaries = await history();
    expect(summaries).toHaveLength(100);
    expect(summaries[0]).toBe('Alarm "errors" deleted');
  });
});

describe('DisableAlarmActions and EnableAlarmActions', () => {
  it('switch the actions and leave the states alone', async () => {
    await test.cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames: ['errors', 'nobody'] }));
    await set('ALARM');
    await test.tick();
    expect(await history('Action')).toEqual([]);
    expect(await test.alarm()).toMatchObject({ ActionsEnabled: false, StateValue: 'ALARM' });
    await test.cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames: ['errors'] }));
    await set('OK');
    await set('ALARM');
    await test.tick();
    expect(await history('Action')).toEqual([`Recorded action ${PAGE_ME}`]);
  });
});

describe('DeleteAlarms', () => {
  it('deletes all of them, or none', async () => {
    await test.createAlarm({ AlarmName: 'other' });
    const remove = (...AlarmNames: readonly string[]): Promise<unknown> =>
      test.cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [...AlarmNames] }));
    await expect(remove('errors', 'nobody')).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await test.alarm();
    await remove('errors', 'other');
    await expect(test.alarm()).rejects.toThrow('there is no alarm errors');
  });
});
