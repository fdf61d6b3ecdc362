import {
  CreateRoleCommand,
  type CreateRoleCommandInput,
  DeleteRoleCommand,
  GetRoleCommand,
  ListRoleTagsCommand,
  ListRolesCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestCloud, startTestCloud } from '../../harness.ts';
import { refusal } from '../refusal.ts';
import { READ_ALL, TRUST } from './iam-policies.ts';

let world: TestCloud;
beforeEach(async () => {
  world = await startTestCloud({ services: ['iam'] });
});
afterEach(() => world.close());

const create = (RoleName: string, more: Partial<CreateRoleCommandInput> = {}) =>
  world.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, ...more }));

test('a role is what it was created as, its trust policy URL-encoded', async () => {
  await create('web', { Path: '/app/', Description: 'serves', Tags: [{ Key: 'team', Value: 'moth' }] });
  const { Role } = await world.iam.send(new GetRoleCommand({ RoleName: 'web' }));
  expect(Role).toMatchObject({
    Arn: 'arn:aws:iam::000000000000:role/app/web',
    Path: '/app/',
    Description: 'serves',
    MaxSessionDuration: 3600,
    AssumeRolePolicyDocument: encodeURIComponent(TRUST),
    Tags: [{ Key: 'team', Value: 'moth' }],
  });
  expect(Role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
});

test('a name is taken whatever its case', async () => {
  await create('web');
  await expect(create('WEB')).rejects.toMatchObject(refusal('EntityAlreadyExistsException', 409));
});

test('refuses a bad name and a policy that is none', async () => {
  await expect(create('we b')).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(create('web', { AssumeRolePolicyDocument: '{' })).rejects.toMatchObject(
    refusal('MalformedPolicyDocumentException', 400),
  );
  expect(world.cloud.tables.roles.size).toBe(0);
});

test('ListRoles pages by name under a path', async () => {
  for (const name of ['c', 'a', 'b']) await create(name, { Path: '/app/' });
  await create('other');
  const first = await world.iam.send(new ListRolesCommand({ PathPrefix: '/app/', MaxItems: 2 }));
  expect(first.Roles?.map(({ RoleName }) => RoleName)).toEqual(['a', 'b']);
  expect(first.IsTruncated).toBe(true);
  const second = await world.iam.send(new ListRolesCommand({ PathPrefix: '/app/', Marker: first.Marker }));
  expect(second.Roles?.map(({ RoleName }) => RoleName)).toEqual(['c']);
  expect(second.IsTruncated).toBe(false);
});

test('UpdateAssumeRolePolicy replaces the trust policy', async () => {
  await create('web');
  await world.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'web', PolicyDocument: READ_ALL }));
  const { Role } = await world.iam.send(new GetRoleCommand({ RoleName: 'web' }));
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(READ_ALL);
});

test('tags are merged by key, whatever its case, and taken away', async () => {
  await create('web', { Tags: [{ Key: 'Team', Value: 'moth' }] });
  await world.iam.send(
    new TagRoleCommand({
      RoleName: 'web',
      Tags: [
        { Key: 'team', Value: 'fly' },
        { Key: 'x', Value: '' },
      ],
    }),
  );
  await world.iam.send(new UntagRoleCommand({ RoleName: 'web', TagKeys: ['x', 'nope'] }));
  const { Tags } = await world.iam.send(new ListRoleTagsCommand({ RoleName: 'web' }));
  expect(Tags).toEqual([{ Key: 'team', Value: 'fly' }]);
});

test('a role that is not there is NoSuchEntity', async () => {
  const get = world.iam.send(new GetRoleCommand({ RoleName: 'web' }));
  await expect(get).rejects.toMatchObject(refusal('NoSuchEntityException', 404));
  const remove = world.iam.send(new DeleteRoleCommand({ RoleName: 'web' }));
  await expect(remove).rejects.toMatchObject(refusal('NoSuchEntityException', 404));
});
