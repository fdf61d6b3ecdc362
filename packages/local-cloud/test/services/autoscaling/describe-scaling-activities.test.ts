import {
  DeleteAutoScalingGroupCommand,
  DescribeScalingActivitiesCommand,
} from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud } from './group-cloud.ts';

describe('DescribeScalingActivities', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  it('shows a failed launch with the reason, and tries again later', async () => {
    const [image] = test.cloud.tables.images.values();
    await test.createGroup({ MinSize: 0, DesiredCapacity: 0 });
    test.cloud.tables.images.delete(image?.id ?? '');
    test.cloud.tables.groups.update('web', { desiredCapacity: 1 });
    await test.tick();
    const [failed, ...more] = await test.activities();
    expect(more).toEqual([]);
    expect(failed).toMatchObject({
      StatusCode: 'Failed',
      Description: 'Launching a new EC2 instance',
      StatusMessage: `The image id '[${image?.id}]' does not exist. Launching EC2 instance failed.`,
    });
    if (image) test.cloud.tables.images.put(image);
    test.advance(1);
    await test.tick();
    expect(membersIn(await test.group(), 'InService')).toHaveLength(1);
  });

  it('shows activities of deleted groups only when asked to', async () => {
    await test.createGroup();
    const command = { AutoScalingGroupName: 'web', ForceDelete: true };
    await test.autoScaling.send(new DeleteAutoScalingGroupCommand(command));
    await test.tick();
    await expect(test.activities()).rejects.toThrow(/not found/);
    const { Activities = [] } = await test.autoScaling.send(
      new DescribeScalingActivitiesCommand({ AutoScalingGroupName: 'web', IncludeDeletedGroups: true }),
    );
    expect(Activities[0]).toMatchObject({ AutoScalingGroupState: 'Deleted', StatusCode: 'Successful' });
  });
});
