import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAlarmsController } from '../../src/controllers/alarms-controller.ts';
import { type AlarmCloud, startAlarmCloud } from '../services/cloudwatch/alarm-cloud.ts';

describe('the alarms controller', () => {
  let test: AlarmCloud;
  beforeEach(async () => {
    test = await startAlarmCloud();
  });
  afterEach(() => test.close());

  it('evaluates each period once it is over, and goes back to OK', async () => {
    await test.createAlarm();
    await test.measure(9);
    await test.pass(11);
    expect(await test.alarm()).toMatchObject({ StateValue: 'ALARM' });
    await test.measure(1);
    await test.pass(9);
    expect(await test.alarm()).toMatchObject({ StateValue: 'ALARM' });
    await test.pass(1);
    expect(await test.alarm()).toMatchObject({
      StateValue: 'OK',
      StateReason:
        'Threshold Crossed: 1 out of the last 1 datapoints [1.0 (21/11/26 10:00:10)] was not greater than the threshold (5.0) (minimum 1 datapoint for ALARM -> OK transition).',
    });
  });

  it('goes by whole minutes where the period is a minute or more', async () => {
    await test.createAlarm({ Period: 120 });
    await test.measure(9);
    await test.pass(59);
    expect(await test.alarm()).toMatchObject({ StateValue: 'INSUFFICIENT_DATA' });
    await test.pass(2);
    expect(await test.alarm()).toMatchObject({ StateValue: 'ALARM' });
  });

  it('tells how missing data were treated', async () => {
    await test.createAlarm({ TreatMissingData: 'breaching', EvaluationPeriods: 2 });
    await test.tick();
    expect(await test.alarm()).toMatchObject({
      StateValue: 'ALARM',
      StateReason:
        'Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].',
    });
  });

  it('leaves an alarm as it is after a restart, until there can be data again', async () => {
    await test.createAlarm({ TreatMissingData: 'notBreaching' });
    await test.measure(9);
    await test.pass(11);
    test.cloud.metrics.trim(new Date('2026-11-22T10:00:00Z'));
    const { cloud } = test;
    const restarted = createAlarmsController(cloud);
    test.advance(20);
    await restarted.tick();
    expect(await test.alarm()).toMatchObject({ StateValue: 'ALARM' });
    test.advance(11);
    await restarted.tick();
    expect(await test.alarm()).toMatchObject({ StateValue: 'OK' });
  });

  it('makes up for actions that a killed daemon did not run', async () => {
    const arn = 'arn:aws:sns:us-east-1:000000000000:page-me';
    await test.createAlarm({ AlarmActions: [arn] });
    test.cloud.tables.alarms.update('errors', { state: 'ALARM', actionsDue: true });
    await createAlarmsController(test.cloud).tick();
    const [, last] = test.cloud.tables.alarmHistory.values();
    expect(last).toMatchObject({ type: 'Action', summary: `Recorded action ${arn}` });
    expect(test.cloud.tables.alarms.get('errors')?.actionsDue).toBeUndefined();
  });
});
