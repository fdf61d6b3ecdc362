import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HealthCheckOutcome, HealthCheckRequest } from '../../src/controllers/target-health-check.ts';
import { createTargetHealthController } from '../../src/controllers/target-health-controller.ts';
import { INITIAL_HEALTH_CHECK } from '../../src/services/elbv2/read-health-check.ts';
import { deregisterTargets, registerTargets } from '../../src/services/elbv2/targets.ts';
import { startTestCloud, type TestCloud } from '../harness.ts';

const GROUP = 'arn:targetgroup/r1/1';

let local: TestCloud;

beforeEach(async () => {
  local = await startTestCloud({ services: [] });
  const { loadBalancers, listeners, targetGroups } = local.cloud.tables;
  loadBalancers.put({
    id: 'arn:lb',
    name: 'web',
    address: '10.213.255.1',
    scheme: 'internal',
    state: 'active',
    vpcId: 'vpc-1',
    subnetIds: [],
    securityGroupIds: [],
    createdAt: new Date(0),
    attributes: {},
    tags: {},
  });
  targetGroups.put({
    id: GROUP,
    name: 'r1',
    protocol: 'HTTP',
    port: 80,
    vpcId: 'vpc-1',
    targetType: 'ip',
    healthCheck: { ...INITIAL_HEALTH_CHECK, port: '8081', path: '/up' },
    attributes: {},
    targets: [],
    tags: {},
  });
  listeners.put({
    id: 'arn:listener',
    loadBalancerArn: 'arn:lb',
    port: 80,
    protocol: 'HTTP',
    action: { kind: 'forward', targetGroups: [{ targetGroupArn: GROUP, weight: 0 }] },
    tags: {},
  });
});
afterEach(() => local.close());

const states = (): readonly string[] =>
  local.cloud.tables.targetGroups.get(GROUP)?.targets.map(({ state }) => state) ?? [];

/** Checks that are answered by hand. */
function manualChecks(): {
  readonly asked: HealthCheckRequest[];
  readonly check: (request: HealthCheckRequest) => Promise<HealthCheckOutcome>;
  answer(address: string): Promise<void>;
} {
  const asked: HealthCheckRequest[] = [];
  const waiting = new Map<string, (outcome: HealthCheckOutcome) => void>();
  return {
    asked,
    check: (request) => {
      asked.push(request);
      return new Promise((resolve) => waiting.set(request.address, resolve));
    },
    answer: async (address) => {
      waiting.get(address)?.({ kind: 'answered', status: 200 });
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test('a slow check delays no other, and is not made twice at once', async () => {
  const addresses = Array.from({ length: 100 }, (_, index) => `10.213.1.${index}`);
  registerTargets(
    local.cloud,
    GROUP,
    addresses.map((id) => ({ id })),
  );
  const checks = manualChecks();
  const controller = createTargetHealthController(local.cloud, checks.check);
  await controller.tick();
  await controller.tick();
  expect(checks.asked).toHaveLength(100);
  expect(checks.asked[0]).toEqual({
    protocol: 'HTTP',
    address: '10.213.1.0',
    port: 8081,
    path: '/up',
    from: '10.213.255.1',
    timeoutSeconds: 5,
  });
  for (const address of addresses.slice(1)) await checks.answer(address);
  expect(states()).toEqual(['initial', ...Array.from({ length: 99 }, () => 'healthy')]);
});

test('a new target is asked every quarter of a second, a healthy one every interval', async () => {
  registerTargets(local.cloud, GROUP, [{ id: '10.213.1.1' }]);
  const checks = manualChecks();
  const controller = createTargetHealthController(local.cloud, async (request) => {
    checks.asked.push(request);
    return { kind: 'answered', status: checks.asked.length < 4 ? 503 : 200 };
  });
  const askedAfter = async (seconds: number): Promise<number> => {
    const before = checks.asked.length;
    for (let time = 0; time < seconds; time += 0.25) {
      local.advance(0.25);
      await controller.tick();
      await controller.idle();
    }
    return checks.asked.length - before;
  };
  expect(await askedAfter(1)).toBe(4);
  expect(states()).toEqual(['healthy']);
  expect(await askedAfter(29)).toBe(0);
  expect(await askedAfter(1)).toBe(1);
});

test('an answer that comes after its target was taken out counts for nothing', async () => {
  const targets = [{ id: '10.213.1.1' }];
  registerTargets(local.cloud, GROUP, targets);
  const checks = manualChecks();
  const controller = createTargetHealthController(local.cloud, checks.check);
  await controller.tick();
  deregisterTargets(local.cloud, GROUP, targets);
  local.advance(1);
  registerTargets(local.cloud, GROUP, targets);
  await checks.answer('10.213.1.1');
  expect(states()).toEqual(['initial']);
});
