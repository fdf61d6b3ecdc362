import {
  DescribeLaunchConfigurationsCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { CreateKeyPairCommand } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud } from './group-cloud.ts';

describe('CreateLaunchConfiguration', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  const configured = { LaunchTemplate: undefined, LaunchConfigurationName: 'web-config' };
  const update = async (change: object): Promise<void> => {
    await test.autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: 'web', ...change }),
    );
    await test.tick();
  };

  it('makes what a group can launch from', async () => {
    await test.ec2.send(new CreateKeyPairCommand({ KeyName: 'key' }));
    const [securityGroup] = test.cloud.tables.securityGroups.values();
    await test.createConfiguration({
      KeyName: 'key',
      SecurityGroups: [securityGroup?.id ?? ''],
      UserData: Buffer.from('#!/bin/sh').toString('base64'),
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, VolumeType: 'gp3' } }],
    });
    const group = await test.createGroup(configured);
    expect(group).toMatchObject({ LaunchConfigurationName: 'web-config' });
    expect(group.LaunchTemplate).toBeUndefined();
    expect(group.Instances).toMatchObject([
      { LaunchConfigurationName: 'web-config', LifecycleState: 'InService' },
      { LaunchConfigurationName: 'web-config', LifecycleState: 'InService' },
    ]);
    const [id = ''] = membersIn(group, 'InService');
    expect(test.cloud.tables.instances.get(id)).toMatchObject({
      keyName: 'key',
      instanceType: 't3.micro',
      userData: Buffer.from('#!/bin/sh').toString('base64'),
      securityGroupIds: [securityGroup?.id],
    });
  });

  it('leaves instances that run when the group moves to a template, or back', async () => {
    await test.createConfiguration();
    await test.createGroup(configured);
    await update({ LaunchTemplate: { LaunchTemplateName: 'web-template' } });
    const moved = await test.group();
    expect(moved.LaunchConfigurationName).toBeUndefined();
    expect(moved.Instances?.map(({ LaunchConfigurationName: name }) => name)).toEqual([
      'web-config',
      'web-config',
    ]);
    await update({ DesiredCapacity: 3 });
    await update({ DesiredCapacity: 1 });
    expect((await test.group()).Instances).toMatchObject([
      { LaunchTemplate: { LaunchTemplateName: 'web-template' } },
    ]);
  });

  it('can be moved away from by an instance refresh', async () => {
    await test.createConfiguration();
    await test.createGroup(configured);
    await expect(
      test.startRefresh({ SkipMatching: true }, { DesiredConfiguration: undefined }),
    ).rejects.toThrow('SkipMatching is not supported for a launch configuration');
    const template = { LaunchTemplateName: 'web-template', Version: '1' };
    await test.startRefresh({ SkipMatching: true }, { DesiredConfiguration: { LaunchTemplate: template } });
    const group = await test.group();
    expect(group).toMatchObject({ LaunchTemplate: template });
    expect(group.LaunchConfigurationName).toBeUndefined();
  });

  it('copies an instance', async () => {
    const [id] = membersIn(await test.createGroup(), 'InService');
    await test.createConfiguration({ ImageId: undefined, InstanceId: id, InstanceType: 't3.large' });
    const { LaunchConfigurations: found } = await test.autoScaling.send(
      new DescribeLaunchConfigurationsCommand(),
    );
    const image = test.cloud.tables.instances.get(id ?? '')?.imageId;
    expect(found).toMatchObject([{ ImageId: image, InstanceType: 't3.large' }]);
  });

  it.each([
    [{ ImageId: undefined }, 'Valid requests must contain either the InstanceID parameter or both'],
    [{ ImageId: 'ami-0123456789abcdef0' }, "The image id '[ami-0123456789abcdef0]' does not exist"],
    [{ KeyName: 'none' }, "The key pair 'none' does not exist"],
    [{ SpotPrice: '1' }, 'The local cloud does not support SpotPrice: leave it out.'],
    [{ InstanceId: 'i-1' }, 'Invalid Instance ID(s): [i-1] specified'],
  ])('refuses %j', async (change, message) => {
    await expect(test.createConfiguration(change)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(message),
    });
  });

  it('refuses a name that is taken, and a group that names one that is not there', async () => {
    await test.createConfiguration();
    await expect(test.createConfiguration()).rejects.toMatchObject({ name: 'AlreadyExistsFault' });
    const missing = { ...configured, LaunchConfigurationName: 'other' };
    await expect(test.createGroup(missing)).rejects.toThrow(
      'Launch configuration name not found - A launch configuration with the name: other does not exist',
    );
    await expect(test.createGroup({ LaunchConfigurationName: 'web-config' })).rejects.toThrow(
      'Valid requests must contain either LaunchTemplate, LaunchConfigurationName',
    );
  });
});
