import { DescribeSubnetsCommand, DescribeVpcsCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  type CreateListenerCommandInput,
  CreateLoadBalancerCommand,
  type CreateLoadBalancerCommandInput,
  CreateRuleCommand,
  type CreateRuleCommandInput,
  CreateTargetGroupCommand,
  type CreateTargetGroupCommandInput,
  DescribeTargetHealthCommand,
  type TargetHealth,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeEach, expect } from 'vitest';
import { createBalancersController } from '../../../src/controllers/balancers-controller.ts';
import type { HealthCheckOutcome } from '../../../src/controllers/target-health-check.ts';
import { createTargetHealthController } from '../../../src/controllers/target-health-controller.ts';
import { startTestCloud, type TestCloud } from '../../harness.ts';

/** A cloud whose targets answer what a test says, 200 unless told. */
export interface LoadBalancingCloud extends TestCloud {
  /** Address -> answer to its health checks. */
  readonly answers: Map<string, HealthCheckOutcome>;
  /** Server -> requests that it has in flight. */
  readonly inFlight: Map<string, number>;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
}

/** Gives every test of a file a cloud of its own. */
export function eachLoadBalancingCloud(): { readonly local: LoadBalancingCloud } {
  let local: LoadBalancingCloud | undefined;
  beforeEach(async () => {
    local = await start();
  });
  afterEach(() => local?.close());
  return {
    get local() {
      if (!local) throw new Error('there is a cloud only while a test runs');
      return local;
    },
  };
}

async function start(): Promise<LoadBalancingCloud> {
  const answers = new Map<string, HealthCheckOutcome>();
  const inFlight = new Map<string, number>();
  const cloud = await startTestCloud({
    services: ['ec2', 'elbv2'],
    controllers: [
      (local) =>
        createBalancersController({
          ...local,
          machines: {
            ...local.machines,
            balancer: { ...local.machines.balancer, sessions: () => Promise.resolve(inFlight) },
          },
        }),
      (local) =>
        createTargetHealthController(local, ({ address }) =>
          Promise.resolve(answers.get(address) ?? { kind: 'answered', status: 200 }),
        ),
    ],
  });
  const { Vpcs = [] } = await cloud.ec2.send(new DescribeVpcsCommand({}));
  const { Subnets = [] } = await cloud.ec2.send(new DescribeSubnetsCommand({}));
  const subnetIds = Subnets.map(({ SubnetId }) => SubnetId ?? '');
  return { ...cloud, answers, inFlight, vpcId: Vpcs[0]?.VpcId ?? '', subnetIds };
}

/** Starts instances and gives their ids and addresses, in order. */
export async function runInstances(
  local: LoadBalancingCloud,
  count: number,
): Promise<readonly { readonly id: string; readonly address: string }[]> {
  const image = [...local.cloud.tables.images.values()][0];
  const { Instances = [] } = await local.ec2.send(
    new RunInstancesCommand({
      ImageId: image?.id,
      InstanceType: 't3.micro',
      MinCount: count,
      MaxCount: count,
    }),
  );
  await local.tick();
  return Instances.map(({ InstanceId = '', PrivateIpAddress = '' }) => ({
    id: InstanceId,
    address: PrivateIpAddress,
  }));
}

/** Makes a load balancer and gives its ARN. */
export async function createLoadBalancer(
  local: LoadBalancingCloud,
  Name: string,
  more: Partial<CreateLoadBalancerCommandInput> = {},
): Promise<string> {
  const { LoadBalancers = [] } = await local.elbv2.send(
    new CreateLoadBalancerCommand({ Name, Subnets: [...local.subnetIds], ...more }),
  );
  return LoadBalancers[0]?.LoadBalancerArn ?? '';
}

/** Makes a target group for port 80 and gives its ARN. */
export async function createTargetGroup(
  local: LoadBalancingCloud,
  Name: string,
  more: Partial<CreateTargetGroupCommandInput> = {},
): Promise<string> {
  const { TargetGroups = [] } = await local.elbv2.send(
    new CreateTargetGroupCommand({ Name, Protocol: 'HTTP', Port: 80, VpcId: local.vpcId, ...more }),
  );
  return TargetGroups[0]?.TargetGroupArn ?? '';
}

/** Makes a listener on port 80 that sends to one group, unless told otherwise, and gives its ARN. */
export async function createListener(
  local: LoadBalancingCloud,
  LoadBalancerArn: string,
  TargetGroupArn: string,
  more: Partial<CreateListenerCommandInput> = {},
): Promise<string> {
  const { Listeners = [] } = await local.elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
      ...more,
    }),
  );
  return Listeners[0]?.ListenerArn ?? '';
}

/** Makes a rule that sends requests with a header to a group, unless told otherwise, and gives its ARN. */
export async function createRule(
  local: LoadBalancingCloud,
  ListenerArn: string,
  Priority: number,
  TargetGroupArn: string,
  more: Partial<CreateRuleCommandInput> = {},
): Promise<string> {
  const { Rules = [] } = await local.elbv2.send(
    new CreateRuleCommand({
      ListenerArn,
      Priority,
      Conditions: [
        { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-release', Values: ['r2'] } },
      ],
      Actions: [{ Type: 'forward', TargetGroupArn }],
      ...more,
    }),
  );
  return Rules[0]?.RuleArn ?? '';
}

/** The health of a group's targets, in order of registration. */
export async function health(
  local: LoadBalancingCloud,
  TargetGroupArn: string,
): Promise<readonly (TargetHealth | undefined)[]> {
  const answer = await local.elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
  return (answer.TargetHealthDescriptions ?? []).map(({ TargetHealth }) => TargetHealth);
}

/** What a refused request is expected to look like: AWS's error code and a part of its words. */
export function refusal(name: string, words: string): object {
  const message: unknown = expect.stringContaining(words);
  return { name, message, $metadata: { httpStatusCode: 400 } };
}
