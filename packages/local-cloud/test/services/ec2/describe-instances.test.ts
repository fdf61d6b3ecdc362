import { DescribeInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { awsError, describe, eachTestCloud, run, runOne } from './ec2-cloud.ts';

const it = eachTestCloud();

const tagged = (Name: string, app: string) => ({
  TagSpecifications: [
    {
      ResourceType: 'instance' as const,
      Tags: [
        { Key: 'Name', Value: Name },
        { Key: 'app', Value: app },
      ],
    },
  ],
});
const namesOf = async (...Filters: { Name: string; Values: string[] }[]): Promise<unknown[]> =>
  (await describe(it.local, { Filters })).map(({ Tags }) => Tags?.find(({ Key }) => Key === 'Name')?.Value);

test('filters by tag, with wildcards, and all filters must pass', async () => {
  await run(it.local, tagged('web-1', 'shop'));
  await run(it.local, tagged('web-10', 'shop'));
  await run(it.local, tagged('db-1', 'shop'));
  expect(await namesOf({ Name: 'tag:Name', Values: ['web-1'] })).toEqual(['web-1']);
  expect(await namesOf({ Name: 'tag:Name', Values: ['web-?'] })).toEqual(['web-1']);
  expect(await namesOf({ Name: 'tag:Name', Values: ['web-*'] })).toEqual(['web-1', 'web-10']);
  expect(await namesOf({ Name: 'tag:Name', Values: ['web-1', 'db-*'] })).toEqual(['web-1', 'db-1']);
  expect(
    await namesOf({ Name: 'tag:app', Values: ['shop'] }, { Name: 'tag:Name', Values: ['*-10'] }),
  ).toEqual(['web-10']);
  expect(await namesOf({ Name: 'tag-key', Values: ['nothing'] })).toEqual([]);
});

test('filters by what an instance is, not only by its tags', async () => {
  const first = await runOne(it.local, { InstanceType: 't3.small' });
  await run(it.local);
  const [shown] = await describe(it.local, { InstanceIds: [first] });
  const matching = [
    ['instance-type', 't3.small'],
    ['instance-state-name', 'running'],
    ['instance-state-code', '16'],
    ['private-ip-address', shown?.PrivateIpAddress],
    ['network-interface.network-interface-id', shown?.NetworkInterfaces?.[0]?.NetworkInterfaceId],
    ['block-device-mapping.volume-id', shown?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId],
    ['instance-id', first],
  ];
  for (const [Name, value = ''] of matching) {
    const found = await describe(it.local, { Filters: [{ Name, Values: [value] }] });
    expect([Name, found.map(({ InstanceId }) => InstanceId)]).toEqual([Name, [first]]);
  }
});

test('pages hold what was asked for, and together everything once', async () => {
  await run(it.local, { MinCount: 12, MaxCount: 12 });
  const seen: (string | undefined)[] = [];
  const sizes: number[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await it.local.ec2.send(new DescribeInstancesCommand({ MaxResults: 5, NextToken }));
    const page = answer.Reservations?.flatMap(({ Instances = [] }) => Instances) ?? [];
    sizes.push(page.length);
    seen.push(...page.map(({ InstanceId }) => InstanceId));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  expect(sizes).toEqual([5, 5, 2]);
  expect(new Set(seen).size).toBe(12);
});

test('a terminated instance has lost its address, groups and volumes, and is forgotten after an hour', async () => {
  const id = await runOne(it.local);
  await it.local.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  await it.local.tick();
  const [gone] = await describe(it.local);
  expect(gone).toMatchObject({ State: { Name: 'terminated' } });
  expect([gone?.PrivateIpAddress, gone?.VpcId]).toEqual([undefined, undefined]);
  expect([gone?.NetworkInterfaces, gone?.BlockDeviceMappings, gone?.SecurityGroups]).toEqual([[], [], []]);
  it.local.advance(3599);
  await it.local.tick();
  expect(await describe(it.local)).toHaveLength(1);
  it.local.advance(1);
  await it.local.tick();
  expect(await describe(it.local)).toEqual([]);
});

test('refuses unknown ids, unknown filters, small pages, and pages of named instances', async () => {
  const [id = ''] = await run(it.local);
  const missing = ['i-00000000000000001', 'i-00000000000000002'];
  await expect(describe(it.local, { InstanceIds: [id, ...missing] })).rejects.toMatchObject(
    awsError(
      'InvalidInstanceID.NotFound',
      /The instance IDs 'i-00000000000000001, i-00000000000000002' do not exist/,
    ),
  );
  await expect(describe(it.local, { InstanceIds: ['web-1'] })).rejects.toMatchObject(
    awsError('InvalidInstanceID.Malformed', /Invalid id: "web-1"/),
  );
  await expect(describe(it.local, { Filters: [{ Name: 'colour', Values: ['blue'] }] })).rejects.toMatchObject(
    awsError('InvalidParameterValue', /The filter 'colour' is invalid/),
  );
  await expect(describe(it.local, { MaxResults: 4 })).rejects.toMatchObject(
    awsError('InvalidParameterValue'),
  );
  await expect(describe(it.local, { MaxResults: 5, InstanceIds: [id] })).rejects.toMatchObject(
    awsError('InvalidParameterCombination'),
  );
  await expect(describe(it.local, { NextToken: 'nonsense' })).rejects.toMatchObject(
    awsError('InvalidNextToken'),
  );
});
