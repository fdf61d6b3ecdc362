import { SetDesiredCapacityCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, startGroupCloud } from './group-cloud.ts';

describe('SetDesiredCapacity', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  const set = (DesiredCapacity: number, HonorCooldown = false): Promise<unknown> =>
    test.autoScaling.send(
      new SetDesiredCapacityCommand({ AutoScalingGroupName: 'web', DesiredCapacity, HonorCooldown }),
    );

  it('scales in, one instance of each zone in turn, and says why', async () => {
    await test.createGroup({ DesiredCapacity: 4 });
    await set(2);
    await test.tick();
    const { Instances = [] } = await test.group();
    expect(Instances.map(({ AvailabilityZone = '' }) => AvailabilityZone).toSorted()).toEqual([
      'us-east-1a',
      'us-east-1b',
    ]);
    const [activity] = await test.activities();
    expect(activity?.Cause).toMatch(
      /a user request explicitly set group desired capacity changing the desired capacity from 4 to 2\. {2}At \S+ an instance was taken out of service in response to a difference between desired and actual capacity, shrinking the capacity from 3 to 2\. {2}At \S+ instance i-\w+ was selected for termination\.$/,
    );
  });

  it.each([
    [9, 'New SetDesiredCapacity value 9 is above max value 4 for the AutoScalingGroup.'],
    [0, 'New SetDesiredCapacity value 0 is below min value 1 for the AutoScalingGroup.'],
  ])('refuses %i', async (desired, message) => {
    await test.createGroup();
    await expect(set(desired)).rejects.toMatchObject({ name: 'ValidationError', message });
  });

  it('honours the cooldown only when asked to', async () => {
    await test.createGroup({ DefaultCooldown: 60 });
    await expect(set(3, true)).rejects.toMatchObject({ name: 'ScalingActivityInProgressFault' });
    test.advance(61);
    await set(3, true);
    await set(2);
    expect((await test.group()).DesiredCapacity).toBe(2);
  });

  it('does not take protected instances', async () => {
    const before = await test.createGroup({ NewInstancesProtectedFromScaleIn: true });
    await set(1);
    await test.tick();
    expect((await test.group()).Instances).toEqual(before.Instances);
  });
});
