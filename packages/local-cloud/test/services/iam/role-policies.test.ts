import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestCloud, startTestCloud } from '../../harness.ts';
import { refusal } from '../refusal.ts';
import { READ_ALL, TRUST } from './iam-policies.ts';

const RoleName = 'web';

let world: TestCloud;
beforeEach(async () => {
  world = await startTestCloud({ services: ['iam'] });
  await world.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
});
afterEach(() => world.close());

const attach = (PolicyArn: string): Promise<unknown> =>
  world.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
const remove = (): Promise<unknown> => world.iam.send(new DeleteRoleCommand({ RoleName }));

test('an inline policy is kept, listed, and holds its role until it is deleted', async () => {
  const policy = { RoleName, PolicyName: 'read' };
  await world.iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: READ_ALL }));
  const { PolicyDocument } = await world.iam.send(new GetRolePolicyCommand(policy));
  expect(decodeURIComponent(PolicyDocument ?? '')).toBe(READ_ALL);
  expect((await world.iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(['read']);
  await expect(remove()).rejects.toMatchObject(refusal('DeleteConflictException', 409));
  await world.iam.send(new DeleteRolePolicyCommand(policy));
  const get = world.iam.send(new GetRolePolicyCommand(policy));
  await expect(get).rejects.toMatchObject(refusal('NoSuchEntityException', 404));
  await remove();
});

test('a managed policy is attached once, and holds its role until it is detached', async () => {
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM';
  await attach(PolicyArn);
  await attach(PolicyArn);
  const { AttachedPolicies } = await world.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  expect(AttachedPolicies).toEqual([{ PolicyName: 'AmazonEC2RoleforSSM', PolicyArn }]);
  await expect(remove()).rejects.toMatchObject(refusal('DeleteConflictException', 409));
  await world.iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  const again = world.iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  await expect(again).rejects.toMatchObject(refusal('NoSuchEntityException', 404));
  await remove();
});

test('an eleventh managed policy, one that cannot exist and a name that is no ARN are refused', async () => {
  for (let index = 0; index < 10; index++) await attach(`arn:aws:iam::aws:policy/P${index}`);
  await expect(attach('arn:aws:iam::aws:policy/P10')).rejects.toMatchObject(
    refusal('LimitExceededException', 409),
  );
  await expect(attach('arn:aws:iam::000000000000:policy/mine')).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
  await expect(attach('ReadOnlyAccessPolicyByName')).rejects.toMatchObject({ name: 'ValidationError' });
});
