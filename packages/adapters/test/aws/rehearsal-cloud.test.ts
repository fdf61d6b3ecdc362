import {
  CreateNetworkInterfaceCommand,
  CreateVpcCommand,
  DeleteNetworkInterfaceCommand,
  DescribeInternetGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSnapshotsCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { createRehearsalCloud } from '@imago/adapters';
import { overlap } from '@imago/engine';
import type { RehearsalCloud, RehearsalNetwork } from '@imago/engine';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ref, startLocalCluster } from './local-cluster.ts';
import type { LocalCluster } from './local-cluster.ts';

const there = { project: 'store', environment: 'test-3f9a01c2' };
const expires = { 'imago:expires': '2026-01-01T12:00:00.000Z' };

let cluster: LocalCluster;
let rehearsals: RehearsalCloud;
beforeEach(async () => {
  cluster = await startLocalCluster();
  rehearsals = createRehearsalCloud(cluster.aws);
});
afterEach(() => cluster.close());

const create = (): Promise<RehearsalNetwork> => rehearsals.createNetwork(there, cluster.settings, expires);

const tagsOf = (tags: readonly { Key?: string; Value?: string }[] = []): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

describe('a network', () => {
  test('has the zones and ways out of the one that it is like, in a block of its own', async () => {
    const { vpc, subnets, block, likeBlock } = await create();
    const { ec2 } = cluster.local;
    const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
    const original = Vpcs.find(({ IsDefault }) => IsDefault === true);
    expect(likeBlock).toBe(original?.CidrBlock);
    expect(overlap(block, likeBlock)).toBe(false);
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    const zonesOf = (id: string | undefined): readonly (string | undefined)[] =>
      Subnets.filter(({ VpcId }) => VpcId === id)
        .map(({ AvailabilityZone, MapPublicIpOnLaunch }) => `${AvailabilityZone} ${MapPublicIpOnLaunch}`)
        .sort();
    expect(zonesOf(vpc)).toEqual(zonesOf(original?.VpcId));
    const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({}));
    const outward = RouteTables.filter(({ VpcId }) => VpcId === vpc).find(({ Routes = [] }) =>
      Routes.some(({ GatewayId = '' }) => GatewayId.startsWith('igw-')),
    );
    expect(outward?.Associations?.map(({ SubnetId }) => SubnetId).sort()).toEqual([...subnets].sort());
  });

  test('carries its environment and its expiry on every part', async () => {
    const { vpc, subnets } = await create();
    const { ec2 } = cluster.local;
    const [vpcs, parts, gateways, tables] = await Promise.all([
      ec2.send(new DescribeVpcsCommand({ VpcIds: [vpc] })),
      ec2.send(new DescribeSubnetsCommand({ SubnetIds: [...subnets] })),
      ec2.send(
        new DescribeInternetGatewaysCommand({ Filters: [{ Name: 'attachment.vpc-id', Values: [vpc] }] }),
      ),
      ec2.send(new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpc] }] })),
    ]);
    const made = (tables.RouteTables ?? []).filter(({ Associations = [] }) => Associations[0]?.Main !== true);
    const all = [
      ...(vpcs.Vpcs ?? []),
      ...(parts.Subnets ?? []),
      ...(gateways.InternetGateways ?? []),
      ...made,
    ];
    expect(all.length).toBe(3 + subnets.length);
    for (const { Tags } of all) {
      expect(tagsOf(Tags as readonly { Key?: string; Value?: string }[])).toMatchObject({
        'imago:project': 'store',
        'imago:environment': 'test-3f9a01c2',
        ...expires,
      });
    }
  });

  test('is made once, however often it is asked for', async () => {
    const first = await create();
    expect(await create()).toEqual(first);
  });

  test('tries the next block where one is in use that nobody could see', async () => {
    const { block } = await create();
    await rehearsals.removeRest(there);
    const refuse =
      (next: (args: { input: object }) => Promise<unknown>) =>
      (args: { input: object }): Promise<unknown> => {
        const wanted = 'CidrBlock' in args.input && args.input.CidrBlock === block;
        // What the host has in use is in the way, as a VPC of another owner would be.
        return next(wanted ? { ...args, input: { ...args.input, CidrBlock: '8.0.0.0/20' } } : args);
      };
    cluster.aws.ec2.middlewareStack.add(refuse as never, { step: 'initialize', name: 'refuse' });
    expect((await create()).block).not.toBe(block);
  });

  test('goes wholly, and takes nothing along that is not its own', async () => {
    const { ec2 } = cluster.local;
    await ec2.send(new CreateVpcCommand({ CidrBlock: '10.99.0.0/16' }));
    const before = (await ec2.send(new DescribeVpcsCommand({}))).Vpcs;
    await create();
    expect(await rehearsals.removeRest(there)).toEqual([]);
    expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs).toEqual(before);
    const { InternetGateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand({}));
    expect(InternetGateways.some(({ Tags }) => tagsOf(Tags as never)['imago:expires'] !== undefined)).toBe(
      false,
    );
  });

  test('says what still stands where something is in it, and goes once that is gone', async () => {
    const { vpc, subnets } = await create();
    const { ec2 } = cluster.local;
    const [SubnetId = ''] = subnets;
    const { NetworkInterface } = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }));
    expect(await rehearsals.removeRest(there)).toEqual(expect.arrayContaining([SubnetId, vpc]));
    const { NetworkInterfaceId } = NetworkInterface ?? {};
    await ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
    expect(await rehearsals.removeRest(there)).toEqual([]);
  });
});

describe('copies of data', () => {
  test('are of every member, and belong to the rehearsal alone', async () => {
    for (const ordinal of [1, 2]) await cluster.bring(ordinal);
    const copies = await rehearsals.copyVolumes(ref, there, expires);
    expect(Object.keys(copies).sort()).toEqual(['etcd-1', 'etcd-2']);
    expect(copies['etcd-1']?.['data']?.sizeGiB).toBe(8);
    const { Snapshots = [] } = await cluster.local.ec2.send(
      new DescribeSnapshotsCommand({ SnapshotIds: [copies['etcd-1']?.['data']?.snapshot ?? ''] }),
    );
    expect(tagsOf(Snapshots[0]?.Tags as never)).toMatchObject({
      'imago:environment': 'test-3f9a01c2',
      'imago:member': 'etcd-1',
      ...expires,
    });
    expect((await cluster.cloud.observe(ref)).snapshots).toEqual([]);
  });

  test('are there of a member whose instance is gone, too', async () => {
    const { member } = cluster.order(1);
    await cluster.cloud.ensureMember(ref, member, cluster.settings);
    await cluster.settle();
    const copies = await rehearsals.copyVolumes(ref, there, expires);
    expect(copies['etcd-1']?.['data']?.snapshot).toMatch(/^snap-/);
  });

  test('are complete after a while, and go with the rest; the originals stay', async () => {
    await cluster.bring(1);
    const copies = await rehearsals.copyVolumes(ref, there, expires);
    const snapshot = copies['etcd-1']?.['data']?.snapshot ?? '';
    expect(await rehearsals.openCopies(there, [snapshot, 'snap-00000000'])).toContain('snap-00000000');
    await cluster.settle();
    expect(await rehearsals.openCopies(there, [snapshot])).toEqual([]);
    expect(await rehearsals.removeRest(there)).toEqual([]);
    const { Snapshots = [] } = await cluster.local.ec2.send(
      new DescribeSnapshotsCommand({ OwnerIds: ['self'] }),
    );
    expect(Snapshots.filter(({ Tags }) => tagsOf(Tags as never)['imago:expires'] !== undefined)).toEqual([]);
    const { Volumes = [] } = await cluster.local.ec2.send(
      new DescribeVolumesCommand({ Filters: [{ Name: 'tag:imago:role', Values: ['member-volume'] }] }),
    );
    expect(Volumes).toHaveLength(1);
  });
});
