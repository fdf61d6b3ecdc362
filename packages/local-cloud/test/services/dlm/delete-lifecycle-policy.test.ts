import { DeleteLifecyclePolicyCommand, GetLifecyclePolicyCommand } from '@aws-sdk/client-dlm';
import { expect, test } from 'vitest';
import { refusal } from '../refusal.ts';
import { createPolicy, createVolume, eachDlmCloud, pass, snapshots } from './dlm-cloud.ts';

const it = eachDlmCloud();

test('the snapshots of a policy outlive it, and no more are made', async () => {
  await createVolume(it.local, { backup: 'yes' });
  const PolicyId = await createPolicy(it.local);
  await pass(it.local, 6);
  await it.local.dlm.send(new DeleteLifecyclePolicyCommand({ PolicyId }));
  await pass(it.local, 24);
  expect(await snapshots(it.local)).toHaveLength(1);
  await expect(it.local.dlm.send(new GetLifecyclePolicyCommand({ PolicyId }))).rejects.toMatchObject(
    refusal('ResourceNotFoundException', 404),
  );
});
