import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launchInstances } from '../../src/services/ec2/launch-instances.ts';
import { resolveLaunchTemplate } from '../../src/services/ec2/resolve-launch-template.ts';
import { type GroupCloud, membersIn, startGroupCloud } from '../services/autoscaling/group-cloud.ts';

describe('the groups controller', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  it('replaces an instance that was terminated behind its back', async () => {
    const [id = ''] = membersIn(await test.createGroup(), 'InService');
    test.cloud.tables.instances.update(id, { state: 'shutting-down' });
    await test.tick();
    const members = membersIn(await test.group(), 'InService');
    expect(members).toHaveLength(2);
    expect(members).not.toContain(id);
    expect((await test.activities()).map(({ Cause }) => Cause)).toContain(
      'At 2026-11-21T10:00:00Z an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped.',
    );
  });

  it('replaces an instance that its load balancer finds unhealthy, after the grace period', async () => {
    const arn = await test.createTargetGroup();
    const change = { TargetGroupARNs: [arn], HealthCheckType: 'ELB', HealthCheckGracePeriod: 30 };
    const before = membersIn(await test.createGroup(change), 'InService');
    test.setTargets(arn, 'unhealthy');
    await test.tick();
    expect(membersIn(await test.group(), 'InService')).toEqual(before);
    test.advance(30);
    await test.tick();
    expect(membersIn(await test.group(), 'Terminating')).toEqual(before);
    expect(membersIn(await test.group(), 'InService')).toHaveLength(2);
  });

  it('adopts an instance that was launched before a kill and not noted', async () => {
    await test.createGroup();
    test.cloud.tables.groups.update('web', { desiredCapacity: 3 });
    const { launch } = resolveLaunchTemplate(test.cloud, { name: 'web-template' });
    const [stray] = launchInstances(test.cloud, { ...launch, count: 1, autoScalingGroupName: 'web' });
    await test.tick();
    const members = membersIn(await test.group(), 'InService');
    expect(members).toHaveLength(3);
    expect(members).toContain(stray?.id);
  });

  it('goes on with a termination that a kill interrupted at any point', async () => {
    const [id = ''] = membersIn(await test.createGroup(), 'InService');
    const group = test.cloud.tables.groups.get('web');
    const instances = group?.instances.map((member) =>
      member.instanceId === id ? ({ ...member, lifecycleState: 'Terminating' } as const) : member,
    );
    test.cloud.tables.groups.update('web', { instances: instances ?? [] });
    await test.tick();
    expect(test.cloud.tables.instances.get(id)?.state).toBe('terminated');
    expect(membersIn(await test.group(), 'InService')).toHaveLength(2);
  });

  it('evens out the zones after one was added', async () => {
    await test.createGroup({ AvailabilityZones: ['us-east-1a'], DesiredCapacity: 4 });
    test.cloud.tables.groups.update('web', { zones: ['us-east-1a', 'us-east-1b'] });
    await test.tick();
    const { Instances = [] } = await test.group();
    expect(Instances.map(({ AvailabilityZone = '' }) => AvailabilityZone).toSorted()).toEqual([
      'us-east-1a',
      'us-east-1a',
      'us-east-1b',
      'us-east-1b',
    ]);
  });

  it('keeps what it has until the instance that evens out its zones is healthy', async () => {
    const arn = await test.createListenedTargetGroup();
    await test.createGroup({
      AvailabilityZones: ['us-east-1a'],
      DesiredCapacity: 2,
      TargetGroupARNs: [arn],
      HealthCheckType: 'ELB',
      HealthCheckGracePeriod: 300,
    });
    test.setTargets(arn, 'healthy');
    test.cloud.tables.groups.update('web', { zones: ['us-east-1a', 'us-east-1b'] });
    await test.tick();
    await test.tick();
    expect(membersIn(await test.group(), 'InService')).toHaveLength(3);
    test.setTargets(arn, 'healthy');
    await test.tick();
    expect(membersIn(await test.group(), 'InService')).toHaveLength(2);
  });

  it('settles: nothing changes in a group that is as it should be', async () => {
    await test.createGroup();
    const before = test.cloud.tables.groups.get('web');
    await test.tick();
    expect(test.cloud.tables.groups.get('web')).toBe(before);
  });
});
