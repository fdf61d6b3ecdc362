import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud } from './group-cloud.ts';

describe('CreateAutoScalingGroup', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  it('launches the desired capacity, spread over the zones', async () => {
    const group = await test.createGroup({ DesiredCapacity: 3 });
    expect(membersIn(group, 'InService')).toHaveLength(3);
    expect(group.Instances?.map(({ AvailabilityZone }) => AvailabilityZone).sort()).toEqual([
      'us-east-1a',
      'us-east-1a',
      'us-east-1b',
    ]);
  });

  it('tags instances with the group and with what is propagated', async () => {
    await test.createGroup({
      DesiredCapacity: 1,
      Tags: [
        { Key: 'Name', Value: 'shop', PropagateAtLaunch: true },
        { Key: 'own', Value: 'x', PropagateAtLaunch: false },
      ],
    });
    const [instance] = test.cloud.tables.instances.values();
    expect(instance?.tags).toMatchObject({ Name: 'shop', 'aws:autoscaling:groupName': 'web' });
    expect(instance?.tags).not.toHaveProperty('own');
  });

  it('writes what it did into activities, with the cause', async () => {
    await test.createGroup({ DesiredCapacity: 1 });
    const [activity] = await test.activities();
    expect(activity).toMatchObject({
      StatusCode: 'Successful',
      Description: expect.stringMatching(/^Launching a new EC2 instance: i-/),
      Cause:
        'At 2026-11-21T10:00:00Z a user request created an AutoScalingGroup changing the desired capacity from 0 to 1.  ' +
        'At 2026-11-21T10:00:00Z an instance was started in response to a difference between desired and actual capacity, increasing the capacity from 0 to 1.',
    });
  });

  it('registers instances in the target groups as soon as they run', async () => {
    const arn = await test.createTargetGroup();
    const group = await test.createGroup({ TargetGroupARNs: [arn] });
    expect(
      test
        .targets(arn)
        .map(({ targetId }) => targetId)
        .sort(),
    ).toEqual(membersIn(group, 'InService').toSorted());
  });

  it('uses the subnets it is given', async () => {
    const [subnet] = test.cloud.tables.subnets.values();
    const group = await test.createGroup({
      AvailabilityZones: undefined,
      VPCZoneIdentifier: subnet?.id,
      DesiredCapacity: 1,
    });
    expect(group.AvailabilityZones).toEqual([subnet?.zone]);
    expect([...test.cloud.tables.instances.values()][0]?.subnetId).toBe(subnet?.id);
  });

  it('refuses a name that is taken', async () => {
    await test.createGroup();
    await expect(test.createGroup()).rejects.toMatchObject({
      name: 'AlreadyExistsFault',
      message: 'AutoScalingGroup by this name already exists - A group with the name web already exists',
    });
  });

  it.each([
    [{ MinSize: 3, MaxSize: 2 }, 'Max bound, 2, must be greater than or equal to min bound, 3'],
    [{ DesiredCapacity: 9 }, 'Desired capacity:9 must be between the specified min size:1 and max size:4'],
    [{ AvailabilityZones: [] }, 'At least one Availability Zone or VPC Subnet is required.'],
    [
      { TargetGroupARNs: ['arn:aws:x'] },
      'Provided Target Groups may not be valid. Please ensure they exist and try again.',
    ],
    [
      {
        MixedInstancesPolicy: {
          LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateName: 'x' } },
        },
      },
      'The local cloud does not support MixedInstancesPolicy: use LaunchTemplate instead.',
    ],
    [
      { LaunchTemplate: undefined },
      'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.',
    ],
  ])('refuses %j', async (change, message) => {
    await expect(test.createGroup(change)).rejects.toMatchObject({ name: 'ValidationError', message });
  });

  it('refuses a launch template that does not exist, in its own words', async () => {
    const creation = test.createGroup({ LaunchTemplate: { LaunchTemplateName: 'nothing' } });
    await expect(creation).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(/^You must use a valid fully-formed launch template\. .*nothing/),
    });
  });
});
