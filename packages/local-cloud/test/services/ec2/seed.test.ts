import { expect, test } from 'vitest';
import { seed } from '../../../src/services/ec2/seed.ts';
import { eachTestCloud } from './ec2-cloud.ts';

const it = eachTestCloud();

test('what a new account finds is put in once, and what is missing of it again', () => {
  const { tables } = it.local.cloud;
  const counts = () =>
    [tables.vpcs, tables.subnets, tables.securityGroups, tables.images].map(({ size }) => size);
  expect(counts()).toEqual([1, 3, 1, 3]);
  seed(it.local.cloud);
  expect(counts()).toEqual([1, 3, 1, 3]);
  const [subnet] = [...tables.subnets.values()];
  tables.subnets.delete(subnet?.id ?? '');
  seed(it.local.cloud);
  expect([...tables.subnets.values()].map(({ cidr }) => cidr)).toContain(subnet?.cidr);
});

test('the default VPC leads outside, and a VPC that was left half made is completed', () => {
  const { tables } = it.local.cloud;
  expect([...tables.internetGateways.values()]).toHaveLength(1);
  tables.vpcs.put({ id: 'vpc-half', cidr: '10.50.0.0/16', isDefault: false, tags: {} });
  const [main] = tables.routeTables.values();
  tables.routeTables.update(main?.id ?? '', { routes: [] });
  seed(it.local.cloud);
  expect([...tables.routeTables.values()].map(({ vpcId, routes }) => [vpcId, routes.length])).toEqual([
    [main?.vpcId, 0],
    ['vpc-half', 0],
  ]);
  expect([...tables.securityGroups.values()].map(({ vpcId }) => vpcId)).toContain('vpc-half');
});

test('a network that is no /16 is refused by name', () => {
  const { tables } = it.local.cloud;
  for (const { id } of tables.subnets.values()) tables.subnets.delete(id);
  expect(() => seed({ ...it.local.cloud, network: '10.0.0.0/24' })).toThrow(/10\.0\.0\.0\/24: write a \/16/);
});
