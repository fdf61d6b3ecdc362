import {
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { createLoadBalancer, eachLoadBalancingCloud, refusal } from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

test('a load balancer is provisioning until its process listens, then active', async () => {
  const created = await it.local.elbv2.send(
    new CreateLoadBalancerCommand({ Name: 'web', Subnets: [...it.local.subnetIds] }),
  );
  expect(created.LoadBalancers?.[0]).toMatchObject({
    LoadBalancerArn: expect.stringMatching(
      /^arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer\/app\/web\/[0-9a-f]{16}$/,
    ),
    DNSName: '10.213.255.1',
    LoadBalancerName: 'web',
    Scheme: 'internet-facing',
    Type: 'application',
    IpAddressType: 'ipv4',
    VpcId: it.local.vpcId,
    State: { Code: 'provisioning' },
    SecurityGroups: [expect.stringMatching(/^sg-/)],
  });
  expect(created.LoadBalancers?.[0]?.AvailabilityZones?.map(({ ZoneName }) => ZoneName)).toEqual([
    'us-east-1a',
    'us-east-1b',
    'us-east-1c',
  ]);
  await it.local.tick();
  const { LoadBalancers } = await it.local.elbv2.send(new DescribeLoadBalancersCommand({}));
  expect(LoadBalancers?.[0]?.State).toEqual({ Code: 'active' });
  expect([...it.local.machines.balancers.values()]).toMatchObject([
    { address: '10.213.255.1', listeners: [] },
  ]);
});

test('each load balancer has an address of its own, and a free one is used again', async () => {
  const [first] = [await createLoadBalancer(it.local, 'a'), await createLoadBalancer(it.local, 'b')];
  it.local.cloud.tables.loadBalancers.delete(first);
  await createLoadBalancer(it.local, 'c');
  const addresses = [...it.local.cloud.tables.loadBalancers.values()].map(({ address }) => address);
  expect(addresses).toEqual(['10.213.255.2', '10.213.255.1']);
});

test('in a VPC of its own a load balancer has an interface in its first subnet, as long as it lives', async () => {
  const { tables } = it.local.cloud;
  const vpc = tables.vpcs.put({ id: 'vpc-1', cidr: '10.50.0.0/16', isDefault: false, tags: {} });
  const Subnets = ['a', 'b'].map((letter, index) => {
    const zone = `us-east-1${letter}`;
    const cidr = `10.50.${index}.0/24`;
    const rest = { zone, zoneId: zone, cidr, mapPublicIp: false, defaultForZone: false, tags: {} };
    return tables.subnets.put({ id: `subnet-${letter}`, vpcId: vpc.id, ...rest }).id;
  });
  const arn = await createLoadBalancer(it.local, 'inside', { Subnets });
  expect(tables.loadBalancers.get(arn)).toMatchObject({ address: '10.50.0.4', vpcId: 'vpc-1' });
  const ofBalancer = () =>
    [...tables.networkInterfaces.values()].filter(({ loadBalancerArn }) => loadBalancerArn === arn);
  expect(ofBalancer()).toMatchObject([{ privateIp: '10.50.0.4', subnetId: 'subnet-a' }]);
  await it.local.elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: arn }));
  expect(ofBalancer()).toEqual([]);
});

test('creating the same again answers the one that exists; with other settings it is refused', async () => {
  const arn = await createLoadBalancer(it.local, 'web');
  expect(await createLoadBalancer(it.local, 'web')).toBe(arn);
  await expect(createLoadBalancer(it.local, 'web', { Scheme: 'internal' })).rejects.toMatchObject(
    refusal('DuplicateLoadBalancerNameException', "'web' exists, but with different settings"),
  );
});

test('tags come with it', async () => {
  const arn = await createLoadBalancer(it.local, 'web', { Tags: [{ Key: 'env', Value: 'test' }] });
  const { TagDescriptions } = await it.local.elbv2.send(new DescribeTagsCommand({ ResourceArns: [arn] }));
  expect(TagDescriptions).toEqual([{ ResourceArn: arn, Tags: [{ Key: 'env', Value: 'test' }] }]);
});

test.each([
  ['a'.repeat(33), 'ValidationError', "cannot be longer than '32' characters"],
  ['under_score', 'ValidationError', 'can only contain characters that are alphanumeric'],
  ['-web', 'ValidationError', "cannot begin or end with '-'"],
  ['internal-web', 'ValidationError', "cannot begin with 'internal-'"],
])('the name %s is refused', async (name, code, words) => {
  await expect(createLoadBalancer(it.local, name)).rejects.toMatchObject(refusal(code, words));
});

test('two zones are needed, each of them once', async () => {
  const [first = ''] = it.local.subnetIds;
  await expect(createLoadBalancer(it.local, 'web', { Subnets: [first] })).rejects.toMatchObject(
    refusal('ValidationError', 'At least two subnets in two different Availability Zones'),
  );
});

test('subnets and security groups must exist', async () => {
  await expect(
    createLoadBalancer(it.local, 'web', { Subnets: ['subnet-1', 'subnet-2'] }),
  ).rejects.toMatchObject(refusal('SubnetNotFoundException', "'subnet-1' does not exist"));
  await expect(createLoadBalancer(it.local, 'web', { SecurityGroups: ['sg-1'] })).rejects.toMatchObject(
    refusal('InvalidSecurityGroupException', "'sg-1' does not exist"),
  );
});

test('other types are refused by name', async () => {
  await expect(createLoadBalancer(it.local, 'web', { Type: 'network' })).rejects.toMatchObject(
    refusal('InvalidConfigurationRequestException', "'network' are not supported by the local cloud"),
  );
});
