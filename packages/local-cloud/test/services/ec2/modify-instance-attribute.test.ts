import {
  DescribeInstanceAttributeCommand,
  type InstanceAttributeName,
  ModifyInstanceAttributeCommand,
  type ModifyInstanceAttributeCommandInput,
  ModifyInstanceMetadataOptionsCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { awsError, describeOne, eachTestCloud, runOne } from './ec2-cloud.ts';

const it = eachTestCloud();
const modify = (input: ModifyInstanceAttributeCommandInput) =>
  it.local.ec2.send(new ModifyInstanceAttributeCommand(input));
const attribute = (InstanceId: string, Attribute: InstanceAttributeName) =>
  it.local.ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute }));

test('what may change while an instance runs', async () => {
  const InstanceId = await runOne(it.local);
  await modify({ InstanceId, InstanceInitiatedShutdownBehavior: { Value: 'terminate' } });
  await modify({ InstanceId, Attribute: 'disableApiTermination', Value: 'true' });
  await modify({ InstanceId, SourceDestCheck: { Value: false } });
  expect(await attribute(InstanceId, 'instanceInitiatedShutdownBehavior')).toMatchObject({
    InstanceInitiatedShutdownBehavior: { Value: 'terminate' },
  });
  expect(await attribute(InstanceId, 'disableApiTermination')).toMatchObject({
    DisableApiTermination: { Value: true },
  });
  expect((await attribute(InstanceId, 'groupSet')).Groups).toMatchObject([{ GroupName: 'default' }]);
  expect((await describeOne(it.local, InstanceId)).SourceDestCheck).toBe(false);
});

test('type and user data change only while it is stopped', async () => {
  const InstanceId = await runOne(it.local);
  const larger = { InstanceId, InstanceType: { Value: 't3.large' } };
  await expect(modify(larger)).rejects.toMatchObject(awsError('IncorrectInstanceState'));
  await it.local.ec2.send(new StopInstancesCommand({ InstanceIds: [InstanceId] }));
  await it.local.tick();
  await modify(larger);
  await modify({ InstanceId, UserData: { Value: Buffer.from('#!/bin/sh\n') } });
  expect((await describeOne(it.local, InstanceId)).InstanceType).toBe('t3.large');
  expect((await attribute(InstanceId, 'userData')).UserData?.Value).toBe(
    Buffer.from('#!/bin/sh\n').toString('base64'),
  );
});

test('metadata options change while it runs', async () => {
  const InstanceId = await runOne(it.local);
  await it.local.ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId, HttpTokens: 'required' }));
  expect((await describeOne(it.local, InstanceId)).MetadataOptions).toMatchObject({
    HttpTokens: 'required',
    InstanceMetadataTags: 'disabled',
  });
});
