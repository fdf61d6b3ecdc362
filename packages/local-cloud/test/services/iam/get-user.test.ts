import { GetUserCommand } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { startTestCloud } from '../../harness.ts';
import { refusal } from '../refusal.ts';

test('GetUser tells who calls; there is nobody else', async () => {
  const world = await startTestCloud({ services: ['iam'] });
  const { User } = await world.iam.send(new GetUserCommand({}));
  expect(User?.Arn).toBe('arn:aws:iam::000000000000:root');
  const other = world.iam.send(new GetUserCommand({ UserName: 'alice' }));
  await expect(other).rejects.toMatchObject(refusal('NoSuchEntityException', 404));
  await world.close();
});
