import {
  GetLifecyclePoliciesCommand,
  GetLifecyclePolicyCommand,
  type LifecyclePolicy,
  UpdateLifecyclePolicyCommand,
} from '@aws-sdk/client-dlm';
import { DeleteTagsCommand, DescribeVolumesCommand } from '@aws-sdk/client-ec2';
import { DeleteRoleCommand, DetachRolePolicyCommand } from '@aws-sdk/client-iam';
import { hours } from '@imago/engine';
import type { SnapshotSchedule, VolumeSettings } from '@imago/engine';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAwsClients, createClusterCloud } from '@imago/adapters';
import { dataVolume, ref, startLocalCluster } from './local-cluster.ts';
import type { LocalCluster } from './local-cluster.ts';

let cluster: LocalCluster;
beforeEach(async () => {
  cluster = await startLocalCluster();
});
afterEach(() => cluster.close());

const role = 'AWSDataLifecycleManagerDefaultRole';
const sixHourly: SnapshotSchedule = { every: hours(6), keep: 2 };
const scheduled = (snapshots: SnapshotSchedule, name = 'data'): VolumeSettings => ({
  ...dataVolume,
  name,
  snapshots,
});
const ensure = (...volumes: readonly VolumeSettings[]): Promise<readonly string[]> =>
  cluster.cloud.ensureSchedules(ref, { volumes, tags: { team: 'data' } });

async function policies(): Promise<readonly LifecyclePolicy[]> {
  const { Policies = [] } = await cluster.local.dlm.send(new GetLifecyclePoliciesCommand({}));
  return Promise.all(
    Policies.map(async ({ PolicyId }) => {
      const { Policy = {} } = await cluster.local.dlm.send(new GetLifecyclePolicyCommand({ PolicyId }));
      return Policy;
    }),
  );
}

const snapshotsOf = async (member: string) =>
  (await cluster.cloud.observe(ref)).snapshots.filter((snapshot) => snapshot.member === member);

async function pass(hoursLater: number): Promise<void> {
  cluster.local.advance(hoursLater * 3600);
  await cluster.local.tick();
}

test('there is one policy for a volume with a schedule, with the tags of its environment', async () => {
  expect(await ensure(scheduled(sixHourly), { ...dataVolume, name: 'logs' })).toEqual(['data']);
  expect(await policies()).toMatchObject([
    {
      Description: 'Imago - store - production - data',
      State: 'ENABLED',
      ExecutionRoleArn: `arn:aws:iam::000000000000:role/${role}`,
      Tags: {
        team: 'data',
        'imago:project': 'store',
        'imago:environment': 'production',
        'imago:volume': 'data',
      },
      PolicyDetails: {
        ResourceTypes: ['VOLUME'],
        TargetTags: [{ Key: 'imago:schedule', Value: 'store/production/data' }],
        Schedules: [
          {
            Name: 'imago',
            CopyTags: true,
            CreateRule: { Interval: 6, IntervalUnit: 'HOURS' },
            RetainRule: { Count: 2 },
          },
        ],
      },
    },
  ]);
});

test('what is as it is to be is left alone, and what is not is changed in place', async () => {
  await ensure(scheduled(sixHourly));
  const [before] = await policies();
  expect(await ensure(scheduled(sixHourly))).toEqual([]);
  expect(await ensure(scheduled({ every: hours(1), keep: 24 }))).toEqual(['data']);
  const [after, ...more] = await policies();
  expect(more).toEqual([]);
  expect(after?.PolicyId).toBe(before?.PolicyId);
  expect(after?.PolicyDetails?.Schedules).toMatchObject([
    { CreateRule: { Interval: 1 }, RetainRule: { Count: 24 } },
  ]);
});

test('a policy that somebody switched off is switched on again', async () => {
  await ensure(scheduled(sixHourly));
  const [policy] = await policies();
  await cluster.local.dlm.send(
    new UpdateLifecyclePolicyCommand({ PolicyId: policy?.PolicyId, State: 'DISABLED' }),
  );
  expect(await ensure(scheduled(sixHourly))).toEqual(['data']);
  expect(await policies()).toMatchObject([{ State: 'ENABLED' }]);
});

test('without a schedule there is no policy, and that of another environment stays', async () => {
  const elsewhere = { ...ref, environment: 'staging' };
  await cluster.cloud.ensureSchedules(elsewhere, { volumes: [scheduled(sixHourly)], tags: {} });
  await ensure(scheduled(sixHourly), scheduled(sixHourly, 'logs'));
  expect(await ensure(scheduled(sixHourly))).toEqual(['logs']);
  expect(await ensure()).toEqual(['data']);
  expect(await ensure()).toEqual([]);
  expect(await policies()).toMatchObject([{ Tags: { 'imago:environment': 'staging' } }]);
});

test('snapshots are made of every member’s volume, as many are kept, and they are found as the member’s', async () => {
  await cluster.bring(1);
  await cluster.bring(2);
  await ensure(scheduled(sixHourly));
  for (let run = 0; run < 4; run += 1) await pass(6);
  for (const member of ['etcd-1', 'etcd-2']) {
    expect(await snapshotsOf(member)).toMatchObject([
      { volume: 'data', state: 'completed' },
      { volume: 'data', state: 'completed' },
    ]);
  }
});

test('volumes from before there were schedules are tagged', async () => {
  await cluster.bring(1);
  const { Volumes = [] } = await cluster.local.ec2.send(
    new DescribeVolumesCommand({ Filters: [{ Name: 'tag-key', Values: ['imago:schedule'] }] }),
  );
  const Resources = Volumes.map(({ VolumeId = '' }) => VolumeId);
  await cluster.local.ec2.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: 'imago:schedule' }] }));
  await ensure(scheduled(sixHourly));
  await pass(6);
  expect(await snapshotsOf('etcd-1')).toHaveLength(1);
});

test('a volume that was replaced has no more snapshots, until it is taken back', async () => {
  await cluster.bring(1);
  await ensure(scheduled(sixHourly));
  const { name, instances, volumes } = await cluster.member(1);
  const ids = volumes.map(({ id }) => id);
  await cluster.cloud.terminateMember(ref, instances[0]?.id ?? '');
  await cluster.settle();
  await cluster.cloud.setAsideVolumes(ref, name, ids, 7);
  await pass(6);
  expect(await snapshotsOf(name)).toEqual([]);
  await cluster.cloud.takeBackVolumes(ref, name, ids);
  await pass(6);
  expect(await snapshotsOf(name)).toHaveLength(1);
});

test('a role that there is not is a mistake of the user’s, before there is any policy', async () => {
  await expect(ensure(scheduled({ ...sixHourly, role: 'backups' }))).rejects.toMatchObject({
    source: 'user',
    message: expect.stringContaining('there is no IAM role backups'),
  });
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSDataLifecycleManagerServiceRole';
  await cluster.local.iam.send(new DetachRolePolicyCommand({ RoleName: role, PolicyArn }));
  await cluster.local.iam.send(new DeleteRoleCommand({ RoleName: role }));
  await expect(ensure(scheduled(sixHourly))).rejects.toMatchObject({
    fix: expect.stringContaining('aws dlm create-default-role'),
  });
  expect(await policies()).toEqual([]);
});

test('who may not ask for policies has none, and needs none', async () => {
  const credentials = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'wrong' };
  const aws = createAwsClients({ region: 'us-east-1', endpoint: cluster.local.endpoint, credentials });
  const cloud = createClusterCloud(aws);
  expect(await cloud.ensureSchedules(ref, { volumes: [dataVolume], tags: {} })).toEqual([]);
  await expect(
    cloud.ensureSchedules(ref, { volumes: [scheduled(sixHourly)], tags: {} }),
  ).rejects.toMatchObject({ kind: 'denied' });
  aws.close();
});
