import { CreateNetworkInterfaceCommand, DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ref, startLocalCluster } from './local-cluster.ts';
import type { LocalCluster } from './local-cluster.ts';

let cluster: LocalCluster;
beforeEach(async () => {
  cluster = await startLocalCluster();
  await ensure();
  await cluster.settle();
});
afterEach(() => cluster.close());

const ensure = (): Promise<void> =>
  cluster.cloud.ensureMember(ref, cluster.order(1).member, cluster.settings);

async function address(): Promise<string | undefined> {
  return (await cluster.member(1)).networkInterface?.address;
}

/** All but the volumes goes, and some of it comes again. */
async function removeAndPrepare(): Promise<void> {
  await cluster.cloud.removeCluster(ref);
  await cluster.settle();
  await cluster.cloud.ensureCluster(ref, cluster.settings);
}

/** Somebody else's interface with that address. */
async function occupy(taken: string | undefined): Promise<void> {
  const { Subnets = [] } = await cluster.local.ec2.send(new DescribeSubnetsCommand({}));
  const zone = (await cluster.member(1)).volumes[0]?.zone;
  const SubnetId = Subnets.find(({ AvailabilityZone }) => AvailabilityZone === zone)?.SubnetId;
  const given = taken === undefined ? {} : { PrivateIpAddress: taken };
  await cluster.local.ec2.send(new CreateNetworkInterfaceCommand({ SubnetId, ...given }));
}

describe('the address of a member whose volumes stayed', () => {
  test('is the same again', async () => {
    const before = await address();
    expect((await cluster.member(1)).volumes).toMatchObject([{ address: before }]);
    await removeAndPrepare();
    expect(await address()).toBeUndefined();
    // Whoever comes meanwhile gets the next one.
    await occupy(undefined).catch(() => undefined);
    await cluster.settle();
    await ensure();
    expect(await address()).toBe(before);
  });

  test('is another one where somebody has it, and the volumes tell the old one', async () => {
    const before = await address();
    await removeAndPrepare();
    await occupy(before);
    await ensure();
    expect(await address()).not.toBe(before);
    expect((await cluster.member(1)).volumes).toMatchObject([{ address: before }]);
    const last = await address();
    await removeAndPrepare();
    expect((await cluster.member(1)).volumes).toMatchObject([{ address: last }]);
  });

  test('is what the config says, where it says one', async () => {
    const before = (await address()) ?? '';
    await removeAndPrepare();
    const wanted = before.replace(/\d+$/, '77');
    const member = { ...cluster.order(1).member, address: wanted };
    await cluster.cloud.ensureMember(ref, member, cluster.settings);
    expect(await address()).toBe(wanted);
  });
});
