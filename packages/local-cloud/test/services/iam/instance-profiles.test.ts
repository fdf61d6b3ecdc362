import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  GetInstanceProfileCommand,
  ListInstanceProfileTagsCommand,
  ListInstanceProfilesCommand,
  ListInstanceProfilesForRoleCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
  UntagInstanceProfileCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestCloud, startTestCloud } from '../../harness.ts';
import { refusal } from '../refusal.ts';
import { TRUST } from './iam-policies.ts';

const InstanceProfileName = 'web';
const RoleName = 'web-role';

let world: TestCloud;
beforeEach(async () => {
  world = await startTestCloud({ services: ['iam'] });
  await world.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
  await world.iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
});
afterEach(() => world.close());

const get = async () =>
  (await world.iam.send(new GetInstanceProfileCommand({ InstanceProfileName }))).InstanceProfile;
const add = (): Promise<unknown> =>
  world.iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
const takeOut = (): Promise<unknown> =>
  world.iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }));

test('a profile begins empty and holds one role at most', async () => {
  expect(await get()).toMatchObject({
    Arn: 'arn:aws:iam::000000000000:instance-profile/web',
    Path: '/',
    Roles: [],
  });
  await add();
  expect(await get()).toMatchObject({ Roles: [{ RoleName }] });
  await expect(add()).rejects.toMatchObject(refusal('LimitExceededException', 409));
});

test('neither the profile nor its role is deleted while they hang together', async () => {
  await add();
  const profileGone = (): Promise<unknown> =>
    world.iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
  const roleGone = (): Promise<unknown> => world.iam.send(new DeleteRoleCommand({ RoleName }));
  await expect(profileGone()).rejects.toMatchObject(refusal('DeleteConflictException', 409));
  await expect(roleGone()).rejects.toMatchObject(refusal('DeleteConflictException', 409));
  await takeOut();
  await expect(takeOut()).rejects.toMatchObject(refusal('NoSuchEntityException', 404));
  await profileGone();
  await roleGone();
  await expect(get()).rejects.toMatchObject(refusal('NoSuchEntityException', 404));
});

test('profiles are listed by name, all of them or those of a role', async () => {
  await world.iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'api' }));
  await add();
  const all = await world.iam.send(new ListInstanceProfilesCommand({}));
  expect(all.InstanceProfiles?.map((profile) => profile.InstanceProfileName)).toEqual(['api', 'web']);
  const some = await world.iam.send(new ListInstanceProfilesForRoleCommand({ RoleName }));
  expect(some.InstanceProfiles?.map((profile) => profile.InstanceProfileName)).toEqual(['web']);
});

test('a name is taken whatever its case', async () => {
  const again = world.iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'Web' }));
  await expect(again).rejects.toMatchObject(refusal('EntityAlreadyExistsException', 409));
});

test('profiles carry tags', async () => {
  const Tags = [{ Key: 'a', Value: '1' }];
  await world.iam.send(new TagInstanceProfileCommand({ InstanceProfileName, Tags }));
  expect((await world.iam.send(new ListInstanceProfileTagsCommand({ InstanceProfileName }))).Tags).toEqual(
    Tags,
  );
  await world.iam.send(new UntagInstanceProfileCommand({ InstanceProfileName, TagKeys: ['a'] }));
  expect((await world.iam.send(new ListInstanceProfileTagsCommand({ InstanceProfileName }))).Tags).toEqual(
    [],
  );
});
