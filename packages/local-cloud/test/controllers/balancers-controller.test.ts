import {
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeLoadBalancersCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, expect, test } from 'vitest';
import { balancerIds, createBalancersController } from '../../src/controllers/balancers-controller.ts';
import { deregisterTargets, registerTargets } from '../../src/services/elbv2/targets.ts';
import { startTestCloud, type TestCloud } from '../harness.ts';

let local: TestCloud | undefined;
afterEach(() => local?.close());

test('a load balancer whose process does not start says why, holds up no other, and is active when it does', async () => {
  const logged: unknown[] = [];
  let broken = true;
  local = await startTestCloud({
    services: ['elbv2'],
    controllers: [
      (cloud) => {
        const { balancer } = cloud.machines;
        const apply: typeof balancer.apply = (spec) =>
          broken && spec.address === '10.213.255.1'
            ? Promise.reject(new Error('port in use'))
            : balancer.apply(spec);
        return createBalancersController({
          ...cloud,
          machines: { ...cloud.machines, balancer: { ...balancer, apply } },
          log: (...line) => logged.push(line),
        });
      },
    ],
  });
  const { cloud, elbv2 } = local;
  const [vpc] = [...cloud.tables.vpcs.values()];
  const { TargetGroups } = await elbv2.send(
    new CreateTargetGroupCommand({
      Name: 'r1',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: vpc?.id,
      TargetType: 'ip',
    }),
  );
  const arn = TargetGroups?.[0]?.TargetGroupArn ?? '';
  registerTargets(cloud, arn, [{ id: '10.213.1.1' }]);
  deregisterTargets(cloud, arn, [{ id: '10.213.1.1' }]);
  const Subnets = Array.from(cloud.tables.subnets.values(), ({ id }) => id);
  for (const Name of ['a', 'b']) await elbv2.send(new CreateLoadBalancerCommand({ Name, Subnets }));
  const states = async (): Promise<readonly unknown[]> => {
    await local?.tick();
    const { LoadBalancers } = await elbv2.send(new DescribeLoadBalancersCommand({}));
    return LoadBalancers?.map(({ State }) => State) ?? [];
  };
  expect(await states()).toEqual([{ Code: 'failed', Reason: 'port in use' }, { Code: 'active' }]);
  await states();
  const [id] = balancerIds(cloud);
  expect(cloud.tables.targetGroups.get(arn)?.targets).toEqual([]);
  expect(logged).toEqual([['load balancer failed', { id, reason: 'port in use' }]]);
  broken = false;
  expect(await states()).toEqual([{ Code: 'active' }, { Code: 'active' }]);
});
