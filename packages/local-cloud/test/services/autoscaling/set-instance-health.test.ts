import { SetInstanceHealthCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud } from './group-cloud.ts';

describe('SetInstanceHealth', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  it('has an unhealthy instance replaced', async () => {
    const [id] = membersIn(await test.createGroup(), 'InService');
    await test.autoScaling.send(new SetInstanceHealthCommand({ InstanceId: id, HealthStatus: 'Unhealthy' }));
    await test.tick();
    const members = membersIn(await test.group(), 'InService');
    expect(members).toHaveLength(2);
    expect(members).not.toContain(id);
    const causes = (await test.activities()).map(({ Cause }) => Cause);
    expect(causes).toContain(
      'At 2026-11-21T10:00:00Z an instance was taken out of service in response to a user health-check.',
    );
    expect(causes).toContain(
      'At 2026-11-21T10:00:00Z an instance was launched in response to an unhealthy instance needing to be replaced.',
    );
  });

  it('respects the grace period unless told not to', async () => {
    const [id] = membersIn(await test.createGroup({ HealthCheckGracePeriod: 60 }), 'InService');
    const request = { InstanceId: id, HealthStatus: 'Unhealthy' };
    await test.autoScaling.send(new SetInstanceHealthCommand(request));
    await test.tick();
    expect(membersIn(await test.group(), 'InService')).toContain(id);
    await test.autoScaling.send(
      new SetInstanceHealthCommand({ ...request, ShouldRespectGracePeriod: false }),
    );
    await test.tick();
    expect(membersIn(await test.group(), 'InService')).not.toContain(id);
  });
});
