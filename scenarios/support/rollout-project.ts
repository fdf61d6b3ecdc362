import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { DescribeLaunchTemplatesCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ScenarioCloud } from './local-cloud.ts';
import { root } from './run-imago.ts';

/** The ways to roll out that scenarios try, as the config writes them. */
export const strategies = {
  'blue-green': `blueGreen({ ...quick, keepPrevious: '0s' })`,
  canary: `canary({ ...quick, keepPrevious: '0s', steps: [setWeight(20), pause('1s'), setWeight(60)] })`,
  rolling: `rolling({ ...quick, batch: 1, checkpoints: [50], checkpointDelay: '500ms' })`,
  'instance-refresh': `rolling({ ...quick, engine: 'instance-refresh', instanceWarmup: '1s' })`,
} as const;

/** A copy of the example's web service whose strategy is in the variable STRATEGY; three instances in each environment. */
export function writeRolloutProject(
  folder: string,
  {
    drain,
    environments = ['production'],
  }: { readonly drain: string; readonly environments?: readonly string[] },
): void {
  cpSync(join(root, 'examples/webapp'), folder, { recursive: true });
  const cases = Object.entries(strategies).map(([name, text]) => `  '${name}': ${text},`);
  writeFileSync(
    join(folder, 'imago.config.ts'),
    `import { blueGreen, canary, defineProject, fleet, http, packer, pause, rolling, setWeight } from 'imago';

const base = packer('base', { template: 'images/base.json' });
const web = packer('web', { template: 'images/web.json', layers: { source_ami: base } });
const quick = { minHealthyTime: '500ms', healthyDeadline: '40s', bakeTime: '1s' };
const strategies = {
${cases.join('\n')}
};

const environment = fleet({
  image: web,
  size: { min: 2, desired: 3, max: 6 },
  loadBalancer: { port: 80, health: http('/healthz'), deregistrationDelay: '${drain}' },
  strategy: strategies[process.env.STRATEGY ?? 'blue-green'],
});

export default defineProject({
  name: 'rollouts',
  environments: { ${environments.map((name) => `${name}: environment`).join(', ')} },
});
`,
  );
}

/** What a rollout must have put right when it is over: sizes, processes, weights and rules. */
export interface FleetFacts {
  readonly groups: readonly {
    readonly sizes: readonly number[];
    readonly suspended: readonly string[];
    readonly healthy: number;
  }[];
  readonly targetGroups: number;
  /** No more than three: of what runs, of what ran before, and the one that a side was made with. */
  readonly tooManyTemplates: boolean;
  readonly weights: readonly number[];
  /** Beside the default one. */
  readonly rules: number;
}

/** Reads it from the cloud, past everything that Imago believes. */
export async function fleetFacts(cloud: ScenarioCloud): Promise<FleetFacts> {
  const credentials = {
    accessKeyId: cloud.env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: cloud.env['AWS_SECRET_ACCESS_KEY'] ?? '',
  };
  const config = { endpoint: cloud.endpoint, region: cloud.region, credentials };
  const scaling = new AutoScalingClient(config);
  const ec2 = new EC2Client(config);
  const balancing = new ElasticLoadBalancingV2Client(config);
  try {
    const { AutoScalingGroups = [] } = await scaling.send(new DescribeAutoScalingGroupsCommand({}));
    const { LaunchTemplates = [] } = await ec2.send(new DescribeLaunchTemplatesCommand({}));
    const { TargetGroups = [] } = await balancing.send(new DescribeTargetGroupsCommand({}));
    const { LoadBalancers = [] } = await balancing.send(new DescribeLoadBalancersCommand({}));
    const LoadBalancerArn = LoadBalancers[0]?.LoadBalancerArn;
    const { Listeners = [] } = await balancing.send(new DescribeListenersCommand({ LoadBalancerArn }));
    const ListenerArn = Listeners[0]?.ListenerArn;
    const { Rules = [] } = await balancing.send(new DescribeRulesCommand({ ListenerArn }));
    const forward = Listeners[0]?.DefaultActions?.[0]?.ForwardConfig?.TargetGroups ?? [];
    return {
      groups: AutoScalingGroups.map((group) => ({
        sizes: [group.MinSize ?? -1, group.DesiredCapacity ?? -1, group.MaxSize ?? -1],
        suspended: (group.SuspendedProcesses ?? []).map(({ ProcessName = '' }) => ProcessName),
        healthy: (group.Instances ?? []).filter(
          ({ LifecycleState, HealthStatus }) => LifecycleState === 'InService' && HealthStatus === 'Healthy',
        ).length,
      })),
      targetGroups: TargetGroups.length,
      tooManyTemplates: LaunchTemplates.length > 3,
      weights: forward.map(({ Weight = -1 }) => Weight),
      rules: Rules.filter(({ IsDefault }) => IsDefault !== true).length,
    };
  } finally {
    for (const client of [ec2, scaling, balancing]) client.destroy();
  }
}
