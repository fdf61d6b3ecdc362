import { ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-dlm';
import { expect, test } from 'vitest';
import { refusal } from '../refusal.ts';
import { createPolicy, eachDlmCloud } from './dlm-cloud.ts';

const it = eachDlmCloud();
const arnOf = (id: string): string => `arn:aws:dlm:us-east-1:000000000000:policy/${id}`;

test('tags come and go by the ARN of the policy', async () => {
  const ResourceArn = arnOf(await createPolicy(it.local, undefined, { Tags: { a: '1', b: '2' } }));
  await it.local.dlm.send(new TagResourceCommand({ ResourceArn, Tags: { b: '3', c: '4' } }));
  await it.local.dlm.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a', 'z'] }));
  const { Tags } = await it.local.dlm.send(new ListTagsForResourceCommand({ ResourceArn }));
  expect(Tags).toEqual({ b: '3', c: '4' });
});

test('keys of AWS’s own are refused, and ARNs of nothing', async () => {
  const ResourceArn = arnOf(await createPolicy(it.local));
  await expect(
    it.local.dlm.send(new TagResourceCommand({ ResourceArn, Tags: { 'aws:mine': '1' } })),
  ).rejects.toMatchObject(refusal('InvalidRequestException', 400));
  await expect(
    it.local.dlm.send(new ListTagsForResourceCommand({ ResourceArn: arnOf('policy-0') })),
  ).rejects.toMatchObject(refusal('ResourceNotFoundException', 404));
});
