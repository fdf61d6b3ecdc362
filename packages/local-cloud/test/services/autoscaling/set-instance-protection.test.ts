import { SetDesiredCapacityCommand, SetInstanceProtectionCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud } from './group-cloud.ts';

describe('SetInstanceProtection', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  it('keeps scale-in from the instances', async () => {
    const [first = '', second = ''] = membersIn(await test.createGroup(), 'InService');
    await test.autoScaling.send(
      new SetInstanceProtectionCommand({
        AutoScalingGroupName: 'web',
        InstanceIds: [first],
        ProtectedFromScaleIn: true,
      }),
    );
    const request = { AutoScalingGroupName: 'web', DesiredCapacity: 1 };
    await test.autoScaling.send(new SetDesiredCapacityCommand(request));
    await test.tick();
    expect(membersIn(await test.group(), 'InService')).toEqual([first]);
    expect(test.cloud.tables.instances.get(second)?.state).toBe('terminated');
  });
});
