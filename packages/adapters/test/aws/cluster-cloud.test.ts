import {
  CreateVolumeCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
} from '@aws-sdk/client-ec2';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateHostedZoneCommand, ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { minutes, seconds } from '@imago/engine';
import type { ObservedCluster, Restored } from '@imago/engine';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dataVolume, ref, startLocalCluster } from './local-cluster.ts';
import type { LocalCluster } from './local-cluster.ts';

let cluster: LocalCluster;
beforeEach(async () => {
  cluster = await startLocalCluster();
});
afterEach(() => cluster.close());

const look = (previous?: ObservedCluster): Promise<ObservedCluster> => cluster.cloud.observe(ref, previous);
const ensure = (ordinal: number, restored?: Restored): Promise<void> =>
  cluster.cloud.ensureMember(ref, cluster.order(ordinal).member, cluster.settings, restored);
const tagsOf = (
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = [],
): Record<string, string> => Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

async function userDataOf(instance: string): Promise<string> {
  const query = new DescribeInstanceAttributeCommand({ InstanceId: instance, Attribute: 'userData' });
  const { UserData } = await cluster.local.ec2.send(query);
  return Buffer.from(UserData?.Value ?? '', 'base64').toString();
}

describe('a cluster', () => {
  test('opens its ports to members and to those it allows, once', async () => {
    await cluster.cloud.ensureCluster(ref, cluster.settings);
    expect(cluster.calls()).toEqual(['DescribeSecurityGroups', 'DescribeSubnets', 'DescribeVpcs']);
    const { SecurityGroups } = await cluster.local.ec2.send(
      new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'tag:imago:role', Values: ['instances'] }] }),
    );
    const [group] = SecurityGroups ?? [];
    expect(tagsOf(group?.Tags)).toMatchObject({ 'imago:environment': 'production', team: 'storage' });
    const shown = (group?.IpPermissions ?? []).map(
      ({ FromPort, IpRanges = [], UserIdGroupPairs = [] }) =>
        `${FromPort} ${[...IpRanges.map(({ CidrIp }) => CidrIp), ...UserIdGroupPairs.map(({ GroupId }) => GroupId)].join(' ')}`,
    );
    expect(shown.sort()).toEqual([
      '22 10.213.0.1/32',
      `2379 10.0.0.0/8 ${group?.GroupId}`,
      `2380 10.0.0.0/8 ${group?.GroupId}`,
    ]);
  });

  test('opens ports of UDP as it opens those of TCP', async () => {
    await cluster.cloud.ensureCluster(ref, { ...cluster.settings, udpPorts: [2379] });
    const { SecurityGroups } = await cluster.local.ec2.send(
      new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'tag:imago:role', Values: ['instances'] }] }),
    );
    const open = SecurityGroups?.[0]?.IpPermissions?.filter(({ IpProtocol }) => IpProtocol === 'udp');
    expect(open).toMatchObject([
      {
        FromPort: 2379,
        ToPort: 2379,
        IpRanges: [{ CidrIp: '10.0.0.0/8' }],
        UserIdGroupPairs: [{ GroupId: SecurityGroups?.[0]?.GroupId }],
      },
    ]);
  });
});

describe('a member', () => {
  test('gets an interface and volumes with everything in their tags, and only once', async () => {
    await ensure(1);
    await ensure(1);
    await cluster.settle();
    const { NetworkInterfaces = [] } = await cluster.local.ec2.send(new DescribeNetworkInterfacesCommand({}));
    const { Volumes = [] } = await cluster.local.ec2.send(new DescribeVolumesCommand({}));
    expect(NetworkInterfaces).toHaveLength(1);
    expect(Volumes).toHaveLength(1);
    const common = { 'imago:project': 'store', 'imago:environment': 'production', 'imago:member': 'etcd-1' };
    expect(tagsOf(NetworkInterfaces[0]?.TagSet)).toEqual({
      ...common,
      Name: 'etcd-1',
      'imago:role': 'member-interface',
      'imago:ordinal': '1',
      team: 'storage',
    });
    expect(tagsOf(Volumes[0]?.Tags)).toEqual({
      ...common,
      Name: 'etcd-1-data',
      'imago:address': NetworkInterfaces[0]?.PrivateIpAddress,
      'imago:schedule': 'store/production/data',
      'imago:role': 'member-volume',
      'imago:ordinal': '1',
      'imago:volume': 'data',
      'imago:formatted': 'false',
      team: 'storage',
    });
    const [member] = (await look()).members;
    expect(member).toMatchObject({
      name: 'etcd-1',
      ordinal: 1,
      networkInterface: { id: NetworkInterfaces[0]?.NetworkInterfaceId },
      volumes: [{ name: 'data', state: 'available', formatted: false }],
      instances: [],
    });
    expect(member?.networkInterface?.zone).toBe(member?.volumes[0]?.zone);
  });

  test('of the same name in another environment is another one', async () => {
    await ensure(1);
    const other = { ...ref, environment: 'staging' };
    expect((await cluster.cloud.observe(other)).members).toEqual([]);
    await cluster.cloud.ensureCluster(other, cluster.settings);
    await cluster.cloud.ensureMember(other, cluster.order(1).member, cluster.settings);
    expect((await look()).members).toHaveLength(1);
    expect((await cluster.cloud.observe(other)).members).toHaveLength(1);
  });

  test('takes turns with the others over the zones, and goes where its volumes are', async () => {
    for (const ordinal of [1, 2, 3]) await ensure(ordinal);
    const before = (await look()).members.map(({ networkInterface }) => networkInterface?.zone);
    expect(before).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c']);
    await cluster.settle();
    await cluster.cloud.removeCluster(ref);
    const left = (await look()).members;
    expect(left.map(({ networkInterface, volumes }) => [networkInterface, volumes.length])).toEqual([
      [undefined, 1],
      [undefined, 1],
      [undefined, 1],
    ]);
    await cluster.cloud.ensureCluster(ref, cluster.settings);
    const moved = { ...cluster.order(2).member, ordinal: 3 };
    await cluster.cloud.ensureMember(ref, moved, cluster.settings);
    const found = (await look()).members.find(({ name }) => name === 'etcd-2');
    expect(found?.networkInterface?.zone).toBe('us-east-1b');
    const wrong = { ...cluster.order(1).member, zone: 'us-east-1b' };
    await expect(cluster.cloud.ensureMember(ref, wrong, cluster.settings)).rejects.toThrow(
      'etcd-1 is to be in us-east-1b, and its volumes are in us-east-1a',
    );
  });

  test('has the address that it asks for', async () => {
    const address = '10.213.16.77';
    await cluster.cloud.ensureMember(ref, { ...cluster.order(1).member, address }, cluster.settings);
    expect((await cluster.member(1)).networkInterface).toMatchObject({ address, zone: 'us-east-1b' });
  });

  test('starts on its interface, with its volumes and peers in its user data, and never twice', async () => {
    await Promise.all([ensure(1), ensure(2)]);
    await cluster.settle();
    await cluster.cloud.launchMember(ref, cluster.order(1));
    await cluster.cloud.launchMember(ref, cluster.order(1));
    const { networkInterface, instances, volumes } = await cluster.member(1);
    expect(instances).toMatchObject([{ release: 'r1', state: 'pending' }]);
    expect(networkInterface?.instanceId).toBe(instances[0]?.id);
    const text = await userDataOf(instances[0]?.id ?? '');
    const other = (await cluster.member(2)).networkInterface?.address;
    expect(text).toContain(`IMAGO_MEMBERS="etcd-1=${networkInterface?.address} etcd-2=${other}"`);
    expect(text).toContain(`volume 'data' '${volumes[0]?.id}' '/dev/xvdf' '/var/lib/etcd' 'ext4'`);
    await expect(cluster.cloud.launchMember(ref, cluster.order(1, { attempt: 'another' }))).rejects.toThrow(
      /etcd-1 still has i-\w+, which is pending/,
    );
  });

  test('is not started twice by calls at the same moment, or by ones that know less', async () => {
    await ensure(1);
    await cluster.settle();
    const order = cluster.order(1);
    const more = { ...order, bootstrap: 'existing' } as const;
    await Promise.all([order, order, more].map((one) => cluster.cloud.launchMember(ref, one)));
    expect((await cluster.member(1)).instances).toHaveLength(1);
  });

  test('gets its volumes attached, and keeps them and its interface through stop, detach and terminate', async () => {
    await cluster.bring(1);
    const id = await cluster.instance(1);
    const before = await cluster.member(1);
    expect(before.volumes).toMatchObject([
      { state: 'in-use', attachment: { instanceId: id, device: '/dev/xvdf', state: 'attached' } },
    ]);
    await cluster.cloud.attachVolumes(ref, 'etcd-1', id, cluster.settings);
    await cluster.cloud.stopMember(ref, id, false);
    await cluster.cloud.stopMember(ref, id, true);
    await cluster.settle();
    expect((await cluster.member(1)).instances).toMatchObject([{ id, state: 'stopped' }]);
    await cluster.cloud.detachVolumes(ref, 'etcd-1', id);
    await cluster.cloud.detachVolumes(ref, 'etcd-1', id);
    await cluster.settle();
    await cluster.cloud.terminateMember(ref, id);
    await cluster.settle();
    await cluster.cloud.terminateMember(ref, id);
    await cluster.cloud.stopMember(ref, id, false);
    const { volumes, networkInterface, instances } = await cluster.member(1);
    expect(instances).toEqual([]);
    expect(volumes).toEqual([expect.objectContaining({ id: before.volumes[0]?.id, state: 'available' })]);
    expect(volumes[0]?.attachment).toBeUndefined();
    expect(networkInterface).toEqual({
      id: before.networkInterface?.id,
      address: before.networkInterface?.address,
      zone: before.networkInterface?.zone,
    });
    await cluster.cloud.launchMember(ref, cluster.order(1, { attempt: 'second', bootstrap: 'existing' }));
    await cluster.settle();
    expect(await cluster.instance(1)).not.toBe(id);
    expect((await cluster.member(1)).networkInterface?.address).toBe(before.networkInterface?.address);
  });

  test('cannot be stopped before it runs', async () => {
    await ensure(1);
    await cluster.settle();
    await cluster.cloud.launchMember(ref, cluster.order(1));
    const id = await cluster.instance(1);
    await expect(cluster.cloud.stopMember(ref, id, false)).rejects.toMatchObject({ kind: 'conflict' });
  });

  test('keeps a volume from going to a second instance', async () => {
    await cluster.bring(1);
    await cluster.bring(2);
    await expect(
      cluster.cloud.attachVolumes(ref, 'etcd-1', await cluster.instance(2), cluster.settings),
    ).rejects.toThrow(/vol-\w+ is still attached to i-/);
    await cluster.cloud.detachVolumes(ref, 'etcd-1', await cluster.instance(2));
    expect((await cluster.member(1)).volumes[0]?.attachment?.state).toBe('attached');
  });

  test('is told that a volume has a file system once that was marked', async () => {
    await ensure(1);
    await cluster.settle();
    await cluster.cloud.markFormatted(ref, 'etcd-1');
    expect((await cluster.member(1)).volumes[0]?.formatted).toBe(true);
    await cluster.cloud.launchMember(ref, cluster.order(1));
    expect(await userDataOf(await cluster.instance(1))).toContain(`'0700' 'true' 'false'`);
    cluster.calls();
    await cluster.cloud.markFormatted(ref, 'etcd-1');
    expect(cluster.calls()).toEqual(['DescribeVolumes']);
  });
});

describe('snapshots', () => {
  test('are made of a member once for a rollout, with the tags of their volume', async () => {
    await cluster.bring(1);
    await cluster.cloud.snapshotMember(ref, 'etcd-1', 7);
    await cluster.cloud.snapshotMember(ref, 'etcd-1', 7);
    await cluster.settle();
    expect((await look()).snapshots).toMatchObject([
      { member: 'etcd-1', volume: 'data', state: 'completed', rollout: 7 },
    ]);
    const { Snapshots = [] } = await cluster.local.ec2.send(
      new DescribeSnapshotsCommand({ Filters: [{ Name: 'tag:imago:rollout', Values: ['7'] }] }),
    );
    expect(tagsOf(Snapshots[0]?.Tags)).toMatchObject({ 'imago:project': 'store', team: 'storage' });
    await cluster.cloud.snapshotMember(ref, 'etcd-1', 8);
    expect((await look()).snapshots).toHaveLength(2);
  });

  test('are made of volumes on no instance too, and become volumes that nothing is formatted on', async () => {
    await ensure(1);
    await cluster.settle();
    await cluster.cloud.snapshotMember(ref, 'etcd-1', 7);
    await cluster.settle();
    const [snapshot] = (await look()).snapshots;
    const old = (await cluster.member(1)).volumes[0]?.id;
    await cluster.cloud.deleteVolumes(ref, 'etcd-1');
    await cluster.settle();
    expect((await cluster.member(1)).volumes).toEqual([]);
    await ensure(1, { snapshots: { data: snapshot?.id ?? '' }, rollout: 9 });
    await cluster.settle();
    const [volume] = (await cluster.member(1)).volumes;
    const fromSnapshot = snapshot?.id;
    expect(volume).toMatchObject({ name: 'data', formatted: true, state: 'available', fromSnapshot });
    expect(volume?.id).not.toBe(old);
    await cluster.cloud.launchMember(ref, cluster.order(1));
    expect(await userDataOf(await cluster.instance(1))).toContain(`'0700' 'true' 'true'`);
    await cluster.cloud.deleteSnapshots(
      ref,
      (await look()).snapshots.map(({ id }) => id),
    );
    await cluster.settle();
    expect((await look()).snapshots).toEqual([]);
  });

  test('of one member are all of one moment', async () => {
    await cluster.close();
    const log = { ...dataVolume, name: 'log', device: '/dev/xvdg', mountPoint: '/var/log/etcd' };
    cluster = await startLocalCluster({ volumes: [dataVolume, log] });
    await cluster.bring(1);
    cluster.calls();
    await cluster.cloud.snapshotMember(ref, 'etcd-1', 1);
    expect(cluster.calls()).toEqual(['CreateSnapshots', 'DescribeSnapshots', 'DescribeVolumes']);
    expect((await look()).snapshots.map(({ volume }) => volume).sort()).toEqual(['data', 'log']);
  });
});

describe('a look', () => {
  test('costs seven calls at first, and three afterwards until something is changed', async () => {
    await cluster.bring(1);
    cluster.local.advance(10);
    await look();
    cluster.calls();
    const first = await look();
    expect(cluster.calls()).toEqual([
      'DescribeInstances',
      'DescribeLaunchTemplates',
      'DescribeLoadBalancers',
      'DescribeNetworkInterfaces',
      'DescribeSecurityGroups',
      'DescribeSnapshots',
      'DescribeVolumes',
    ]);
    const second = await look(first);
    expect(cluster.calls()).toEqual(['DescribeInstances', 'DescribeNetworkInterfaces', 'DescribeVolumes']);
    expect(second).toEqual({ ...first, at: second.at });
    await cluster.cloud.ensureTemplate(ref, 'r2', cluster.order(1).image, cluster.settings);
    cluster.calls();
    const third = await look(second);
    expect(third.templates).toEqual(['r1', 'r2']);
    expect(cluster.calls()).toContain('DescribeLaunchTemplates');
  });

  test('leaves out what somebody else tagged halfway', async () => {
    const Tags = [
      { Key: 'imago:project', Value: 'store' },
      { Key: 'imago:environment', Value: 'production' },
      { Key: 'imago:role', Value: 'member-volume' },
    ];
    await cluster.local.ec2.send(
      new CreateVolumeCommand({
        AvailabilityZone: 'us-east-1a',
        Size: 1,
        TagSpecifications: [{ ResourceType: 'volume', Tags }],
      }),
    );
    expect((await look()).members).toEqual([]);
  });
});

describe('an instance that has ended', () => {
  test('is no instance of its member any more, but its attempt is told', async () => {
    await cluster.bring(1);
    expect((await cluster.member(1)).endedAttempts).toBeUndefined();
    await cluster.cloud.terminateMember(ref, await cluster.instance(1));
    await cluster.settle();
    const { attempt } = cluster.order(1);
    expect(await cluster.member(1)).toMatchObject({ instances: [], endedAttempts: [attempt] });
  });
});

describe('removing a cluster', () => {
  test('leaves volumes and snapshots, and nothing else', async () => {
    await cluster.bring(1);
    await cluster.cloud.snapshotMember(ref, 'etcd-1', 1);
    const id = await cluster.instance(1);
    await cluster.cloud.removeCluster(ref);
    expect((await cluster.member(1)).networkInterface?.instanceId).toBe(id);
    await cluster.cloud.terminateMember(ref, id);
    await cluster.settle();
    await cluster.cloud.deleteVolumes(ref, 'etcd-9');
    await cluster.cloud.removeCluster(ref);
    await cluster.cloud.removeCluster(ref);
    const left = await look();
    expect(left).toMatchObject({ templates: [], snapshots: [{ volume: 'data' }] });
    expect(left.securityGroup).toBeUndefined();
    expect(left.members).toMatchObject([{ instances: [], volumes: [{ state: 'available' }] }]);
    expect(left.members[0]?.networkInterface).toBeUndefined();
    const { Reservations = [] } = await cluster.local.ec2.send(new DescribeInstancesCommand({}));
    expect(
      Reservations.flatMap(({ Instances = [] }) => Instances).every(
        ({ State }) => State?.Name === 'terminated',
      ),
    ).toBe(true);
  });
});

describe('a load balancer', () => {
  test('has the addresses of the members as targets', async () => {
    await cluster.close();
    const loadBalancer = {
      listen: 80,
      port: 2379,
      scheme: 'internal' as const,
      health: {
        path: '/health',
        interval: seconds(10),
        timeout: seconds(2),
        healthyThreshold: 2,
        unhealthyThreshold: 2,
        matcher: '200',
      },
      deregistrationDelay: minutes(1),
    };
    cluster = await startLocalCluster({ loadBalancer });
    await cluster.settle();
    await ensure(1);
    await ensure(2);
    await cluster.cloud.publishMembers(ref, cluster.settings);
    await cluster.cloud.publishMembers(ref, cluster.settings);
    const { TargetGroups } = await cluster.local.elbv2.send(new DescribeTargetGroupsCommand({}));
    const { TargetHealthDescriptions: targets = [] } = await cluster.local.elbv2.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: TargetGroups?.[0]?.TargetGroupArn }),
    );
    const addresses = (await look()).members.map(({ networkInterface }) => networkInterface?.address);
    expect(new Set(targets.map(({ Target }) => Target?.Id))).toEqual(new Set(addresses));
    expect((await look()).loadBalancer?.dnsName).toBeTruthy();
    await cluster.cloud.removeCluster(ref);
    await cluster.settle();
    await cluster.cloud.removeCluster(ref);
    const { TargetGroups: left } = await cluster.local.elbv2.send(new DescribeTargetGroupsCommand({}));
    expect(left).toEqual([]);
    expect((await look()).securityGroup).toBeUndefined();
  });
});

describe('a DNS name', () => {
  const zone = 'store.example';
  const dnsName = { zone, name: `etcd.${zone}` };

  async function createZone(): Promise<string> {
    const command = new CreateHostedZoneCommand({ Name: zone, CallerReference: String(Math.random()) });
    return (await cluster.aws.route53.send(command)).HostedZone?.Id ?? '';
  }
  async function records(HostedZoneId: string): Promise<readonly (readonly (string | undefined)[])[]> {
    const query = new ListResourceRecordSetsCommand({ HostedZoneId });
    const { ResourceRecordSets = [] } = await cluster.aws.route53.send(query);
    return ResourceRecordSets.filter(({ Type }) => Type === 'A').map(({ Name, ResourceRecords = [] }) => [
      Name,
      ...ResourceRecords.map(({ Value }) => Value),
    ]);
  }

  test('holds the addresses of the members, and goes with the cluster', async () => {
    const id = await createZone();
    const settings = { ...cluster.settings, dnsName };
    await ensure(1);
    await cluster.cloud.publishMembers(ref, settings);
    await ensure(2);
    await cluster.cloud.publishMembers(ref, settings);
    const addresses = (await look()).members.map(({ networkInterface }) => networkInterface?.address);
    expect(addresses).toHaveLength(2);
    expect(await records(id)).toEqual([[`etcd.${zone}.`, ...addresses]]);
    await cluster.cloud.removeCluster(ref);
    await cluster.cloud.removeCluster(ref);
    expect(await records(id)).toEqual([]);
  });

  test('is refused where there is no zone for it, and where there are two', async () => {
    await ensure(1);
    const publish = (): Promise<void> => cluster.cloud.publishMembers(ref, { ...cluster.settings, dnsName });
    await expect(publish()).rejects.toThrow(`there is no hosted zone ${zone}`);
    await createZone();
    const second = await createZone();
    await expect(publish()).rejects.toThrow(`there are two hosted zones ${zone}`);
    const byId = { ...dnsName, zone: second.replace('/hostedzone/', '') };
    await cluster.cloud.publishMembers(ref, { ...cluster.settings, dnsName: byId });
    expect(await records(second)).toHaveLength(1);
  });
});
