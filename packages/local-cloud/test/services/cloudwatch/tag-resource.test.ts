import {
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type AlarmCloud, startAlarmCloud } from './alarm-cloud.ts';

let test: AlarmCloud;
beforeEach(async () => {
  test = await startAlarmCloud();
});
afterEach(() => test.close());

it('TagResource, UntagResource and ListTagsForResource work on the tags of an alarm', async () => {
  const { AlarmArn: ResourceARN } = await test.createAlarm({ Tags: [{ Key: 'team', Value: 'shop' }] });
  const { cloudWatch } = test;
  await cloudWatch.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'stage', Value: '' }] }));
  const list = new ListTagsForResourceCommand({ ResourceARN });
  expect((await cloudWatch.send(list)).Tags).toEqual([
    { Key: 'team', Value: 'shop' },
    { Key: 'stage', Value: '' },
  ]);
  await cloudWatch.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['team', 'nothing'] }));
  expect((await cloudWatch.send(list)).Tags).toEqual([{ Key: 'stage', Value: '' }]);
});

it('there is nothing to tag but alarms', async () => {
  const ResourceARN = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:nobody';
  await expect(test.cloudWatch.send(new ListTagsForResourceCommand({ ResourceARN }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});
