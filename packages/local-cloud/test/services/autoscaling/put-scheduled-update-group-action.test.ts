import {
  DeleteScheduledActionCommand,
  DescribeScheduledActionsCommand,
  PutScheduledUpdateGroupActionCommand,
  type PutScheduledUpdateGroupActionCommandInput,
  type ScheduledUpdateGroupAction,
  SuspendProcessesCommand,
} from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud } from './group-cloud.ts';

describe('PutScheduledUpdateGroupAction', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  const put = (change: Partial<PutScheduledUpdateGroupActionCommandInput>): Promise<unknown> =>
    test.autoScaling.send(
      new PutScheduledUpdateGroupActionCommand({
        AutoScalingGroupName: 'web',
        ScheduledActionName: 'later',
        DesiredCapacity: 3,
        ...change,
      }),
    );
  const actions = async (): Promise<readonly ScheduledUpdateGroupAction[]> =>
    (await test.autoScaling.send(new DescribeScheduledActionsCommand({}))).ScheduledUpdateGroupActions ?? [];

  it('runs once at its time, and is gone then', async () => {
    await test.createGroup();
    await put({ StartTime: new Date('2026-11-21T10:05:00Z') });
    test.advance(299);
    await test.tick();
    expect((await test.group()).DesiredCapacity).toBe(2);
    expect(await actions()).toHaveLength(1);
    test.advance(1);
    await test.tick();
    expect(membersIn(await test.group(), 'InService')).toHaveLength(3);
    expect(await actions()).toEqual([]);
    const [activity] = await test.activities();
    expect(activity?.Cause).toContain(
      'a scheduled action update of AutoScalingGroup constraints to min: 1, max: 4, desired: 3 changing the desired capacity from 2 to 3.',
    );
  });

  it('sets all three sizes: a group may be put to sleep', async () => {
    await test.createGroup();
    await put({ StartTime: new Date('2026-11-21T10:05:00Z'), MinSize: 0, MaxSize: 0, DesiredCapacity: 0 });
    test.advance(3600);
    await test.tick();
    expect(await test.group()).toMatchObject({ MinSize: 0, MaxSize: 0, DesiredCapacity: 0, Instances: [] });
  });

  it('runs again and again with a recurrence, in its time zone', async () => {
    await test.createGroup();
    await put({ Recurrence: '30 6 * * *', TimeZone: 'America/New_York' });
    expect((await actions())[0]?.StartTime).toEqual(new Date('2026-11-21T11:30:00Z'));
    test.advance(5400);
    await test.tick();
    expect((await test.group()).DesiredCapacity).toBe(3);
    expect((await actions())[0]?.StartTime).toEqual(new Date('2026-11-22T11:30:00Z'));
  });

  it('is passed over while ScheduledActions is suspended', async () => {
    await test.createGroup();
    await test.autoScaling.send(
      new SuspendProcessesCommand({ AutoScalingGroupName: 'web', ScalingProcesses: ['ScheduledActions'] }),
    );
    await put({ StartTime: new Date('2026-11-21T10:05:00Z') });
    test.advance(300);
    await test.tick();
    expect((await test.group()).DesiredCapacity).toBe(2);
    expect(await actions()).toEqual([]);
  });

  it('can be deleted before it runs', async () => {
    await test.createGroup();
    await put({ StartTime: new Date('2026-11-21T10:05:00Z') });
    const request = { AutoScalingGroupName: 'web', ScheduledActionName: 'later' };
    await test.autoScaling.send(new DeleteScheduledActionCommand(request));
    await expect(test.autoScaling.send(new DeleteScheduledActionCommand(request))).rejects.toThrow(
      'Scheduled action name not found',
    );
  });

  it.each([
    [{ StartTime: new Date('2026-11-21T09:00:00Z') }, 'Given start time is in the past'],
    [{ Recurrence: 'whenever' }, 'Given recurrence string: whenever is invalid'],
    [{ Recurrence: '0 1 * * *', TimeZone: 'Mars/Olympus' }, 'Given time zone: Mars/Olympus is invalid'],
    [{}, 'Either StartTime or Recurrence must be specified'],
  ])('refuses %j', async (change, message) => {
    await test.createGroup();
    await expect(put(change)).rejects.toMatchObject({ name: 'ValidationError', message });
  });
});
