import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DeleteRuleCommand,
  DeregisterTargetsCommand,
  ModifyListenerCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBalancersController } from '../../src/controllers/balancers-controller.ts';
import { createTargetHealthController } from '../../src/controllers/target-health-controller.ts';
import { createHaproxyBalancer, type HaproxyBalancer } from '../../src/machines/balancer/haproxy-balancer.ts';
import { startTestCloud, type TestCloud } from '../harness.ts';
import { hasHaproxy } from '../machines/balancer/require-haproxy.ts';
import { fetchOnce, startLoad } from '../machines/balancer/steady-load.ts';
import { startTarget, type TargetServer } from '../machines/balancer/target-server.ts';

const ADDRESS = '127.0.78.1';
const TARGET = '127.0.78.2';
const URL = `http://${ADDRESS}:8080/`;

let dir: string;
let balancer: HaproxyBalancer;
let local: TestCloud;
let targets: TargetServer[];
let loadBalancer: string;
let logged: string[];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'imago-lb-'));
  logged = [];
  balancer = createHaproxyBalancer({ dir: join(dir, 'lb'), log: (event) => logged.push(event) });
  await balancer.open(new Set());
  local = await startTestCloud({
    services: ['elbv2'],
    controllers: [
      (cloud) => createBalancersController({ ...cloud, machines: { ...cloud.machines, balancer } }),
      createTargetHealthController,
    ],
  });
  targets = [];
  const Subnets = Array.from(local.cloud.tables.subnets.values(), ({ id }) => id);
  const { LoadBalancers } = await local.elbv2.send(new CreateLoadBalancerCommand({ Name: 'web', Subnets }));
  loadBalancer = LoadBalancers?.[0]?.LoadBalancerArn ?? '';
  // An address that this host has without being asked.
  local.cloud.tables.loadBalancers.update(loadBalancer, { address: ADDRESS });
});

afterEach(async () => {
  await balancer.close();
  await local.close();
  for (const target of targets) await target.kill();
  rmSync(dir, { recursive: true });
});

/** A target group with one started target for each port. */
async function group(Name: string, ports: readonly number[]): Promise<string> {
  const [vpc] = [...local.cloud.tables.vpcs.values()];
  const { TargetGroups } = await local.elbv2.send(
    new CreateTargetGroupCommand({ Name, Protocol: 'HTTP', Port: 80, VpcId: vpc?.id, TargetType: 'ip' }),
  );
  const arn = TargetGroups?.[0]?.TargetGroupArn ?? '';
  for (const port of ports) targets.push(await startTarget(TARGET, port, Name));
  const Targets = ports.map((Port) => ({ Id: TARGET, Port }));
  await local.elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: arn, Targets }));
  return arn;
}

const states = (arn: string): readonly string[] =>
  local.cloud.tables.targetGroups.get(arn)?.targets.map(({ state }) => state) ?? [];

async function listen(TargetGroupArn: string): Promise<string> {
  const { Listeners } = await local.elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancer,
      Protocol: 'HTTP',
      Port: 8080,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );
  await local.tick();
  return Listeners?.[0]?.ListenerArn ?? '';
}

describe.skipIf(!hasHaproxy())('load balancers over HAProxy', () => {
  it('checks targets, serves them, and answers 503 for a group without any', async () => {
    const arn = await group('blue', [9101, 9102]);
    await listen(arn);
    await local.tick();
    expect(states(arn)).toEqual(['healthy', 'healthy']);
    expect(await fetchOnce(URL)).toEqual({ status: 200, body: 'blue' });
    await local.elbv2.send(new DeregisterTargetsCommand({ TargetGroupArn: arn, Targets: [{ Id: TARGET }] }));
    await vi.waitUntil(async () => {
      await local.tick();
      return states(arn).length === 0;
    });
    expect((await fetchOnce(URL)).status).toBe(503);
  });

  it.each([
    ['with keep-alive', true],
    ['without keep-alive', false],
  ])(
    'moves a listener from one group to another, and back by weights, with no failed request, %s',
    async (_, keepAlive) => {
      const blue = await group('blue', [9101, 9102]);
      const ListenerArn = await listen(blue);
      const load = startLoad(URL, 8, keepAlive);
      const more = async (): Promise<void> => {
        const before = load.sent();
        await vi.waitUntil(() => load.sent() > before + 300, { timeout: 10_000 });
      };
      const send = async (weights: readonly (readonly [string, number])[]): Promise<void> => {
        const TargetGroups = weights.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight }));
        const DefaultActions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
        await local.elbv2.send(new ModifyListenerCommand({ ListenerArn, DefaultActions }));
        await local.tick();
        await more();
      };
      const green = await group('green', [9103, 9104, 9105]);
      await send([
        [blue, 100],
        [green, 0],
      ]);
      expect(states(green)).toEqual(['healthy', 'healthy', 'healthy']);
      await send([
        [blue, 90],
        [green, 10],
      ]);
      await send([
        [blue, 0],
        [green, 100],
      ]);
      await send([[green, 1]]);
      await send([[blue, 1]]);
      await local.elbv2.send(
        new DeregisterTargetsCommand({ TargetGroupArn: green, Targets: [{ Id: TARGET }] }),
      );
      await vi.waitUntil(async () => {
        await local.tick();
        return states(green).length === 0;
      });
      for (const target of targets.slice(2)) await target.kill();
      await more();
      const report = await load.stop();
      expect(report.failures).toEqual([]);
      expect([...report.bodies.keys()].sort()).toEqual(['blue', 'green']);
    },
  );

  it.each([
    ['with keep-alive', true],
    ['without keep-alive', false],
  ])(
    'tests a new side by a rule, and moves users over in steps with the right shares, with no failed request, %s',
    async (_, keepAlive) => {
      const blue = await group('blue', [9101, 9102]);
      const green = await group('green', [9103, 9104, 9105]);
      const ListenerArn = await listen(blue);
      const users = startLoad(URL, 8, keepAlive);
      const { Rules } = await local.elbv2.send(
        new CreateRuleCommand({
          ListenerArn,
          Priority: 1,
          Conditions: [
            { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-imago-release', Values: ['r2'] } },
          ],
          Actions: [{ Type: 'forward', TargetGroupArn: green }],
        }),
      );
      await local.tick();
      expect(states(green)).toEqual(['healthy', 'healthy', 'healthy']);
      const testers = startLoad(URL, 2, keepAlive, { 'x-imago-release': 'r2' });
      await vi.waitUntil(() => testers.sent() > 200, { timeout: 10_000 });
      expect([...(await testers.stop()).bodies.keys()]).toEqual(['green']);
      const before = await users.stop();
      expect([before.failures, [...before.bodies.keys()]]).toEqual([[], ['blue']]);
      for (const weight of [10, 50, 90, 100]) {
        const moving = startLoad(URL, 8, keepAlive);
        const TargetGroups = [
          { TargetGroupArn: blue, Weight: 100 - weight },
          { TargetGroupArn: green, Weight: weight },
        ];
        const DefaultActions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
        await local.elbv2.send(new ModifyListenerCommand({ ListenerArn, DefaultActions }));
        await local.tick();
        expect((await moving.stop()).failures).toEqual([]);
        const settled = startLoad(URL, 8, keepAlive);
        await vi.waitUntil(() => settled.sent() > 600, { timeout: 10_000 });
        const { failures, bodies, sent } = await settled.stop();
        expect(failures).toEqual([]);
        expect(Math.abs((bodies.get('green') ?? 0) / sent - weight / 100)).toBeLessThan(0.02);
      }
      const last = startLoad(URL, 8, keepAlive);
      await local.elbv2.send(new DeleteRuleCommand({ RuleArn: Rules?.[0]?.RuleArn }));
      await local.tick();
      await vi.waitUntil(() => last.sent() > 200, { timeout: 10_000 });
      expect((await last.stop()).failures).toEqual([]);
      expect(logged).toEqual(['balancer started']);
    },
  );

  it('finds a target that stops answering', async () => {
    const arn = await group('blue', [9101, 9102]);
    await listen(arn);
    await targets[0]?.kill();
    for (let check = 0; check < 2; check += 1) {
      local.advance(30);
      await local.tick();
    }
    expect(local.cloud.tables.targetGroups.get(arn)?.targets).toMatchObject([
      { state: 'unhealthy', reason: 'Target.FailedHealthChecks' },
      { state: 'healthy' },
    ]);
  });
});
