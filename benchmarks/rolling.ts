// Rolling replacement by Imago and by Ansible's autoscaling_group (once ec2_asg): the same cloud, image, health check,
// draining time and batch size, under the same load.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import {
  CreateLaunchTemplateCommand,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { startSteadyLoad } from '../scenarios/support/steady-load.ts';
import { startCallCounter } from './support/call-counter.ts';
import { imago, root, run, startCloud } from './support/cloud.ts';
import { row, timed } from './support/measure.ts';
import { watchDeploy } from './support/watched-deploy.ts';

const fleets = [
  { size: 4, batch: 1 },
  { size: 10, batch: 2 },
] as const;

const cloud = startCloud('10.239.0.0/16', 4539);
const counter = await startCallCounter(cloud.endpoint);
const through = counter.inPlaceOf(cloud);
const project = mkdtempSync('/var/tmp/imago-bench-');
cpSync(join(root, 'examples/webapp'), project, { recursive: true });
writeFileSync(
  join(project, 'imago.config.ts'),
  `import { defineProject, fleet, http, packer, rolling } from 'imago';
const base = packer('base', { template: 'images/base.json' });
const web = packer('web', { template: 'images/web.json', layers: { source_ami: base } });
const replaced = (size: number, batch: number) =>
  fleet({
    image: web,
    size: { min: size, desired: size, max: size },
    loadBalancer: { port: 80, health: http('/healthz'), deregistrationDelay: '5s' },
    strategy: rolling({ batch, maxHealthyPercentage: 150, minHealthyTime: '0s', bakeTime: '1s' }),
  });
export default defineProject({
  name: 'bench',
  environments: { ${fleets.flatMap(({ size, batch }) => ['imago', 'ansible'].map((who) => `${who}${size}: replaced(${size}, ${batch})`)).join(', ')} },
});
`,
);

const call = (...args: string[]): Promise<string> =>
  run(process.execPath, [imago, ...args], { cwd: project, env: through });
const credentials = {
  accessKeyId: cloud.env['AWS_ACCESS_KEY_ID'] ?? '',
  secretAccessKey: cloud.env['AWS_SECRET_ACCESS_KEY'] ?? '',
};
const config = { endpoint: cloud.endpoint, region: cloud.env['AWS_REGION'] ?? '', credentials };
const ec2 = new EC2Client(config);
const scaling = new AutoScalingClient(config);

/** The group that a first deploy made, which Ansible then takes over. */
async function groupOf(environment: string): Promise<AutoScalingGroup> {
  const { AutoScalingGroups = [] } = await scaling.send(new DescribeAutoScalingGroupsCommand({}));
  const group = AutoScalingGroups.find(({ Tags }) =>
    Tags?.some(({ Key, Value }) => Key === 'imago:environment' && Value === environment),
  );
  if (group === undefined) throw new Error(`${environment} has no group`);
  return group;
}

/** A launch template like the group's own, with the image of the second version. */
async function templateWith(group: AutoScalingGroup, imageId: string): Promise<string> {
  const { LaunchTemplateId = '', Version = '' } = group.LaunchTemplate ?? {};
  const query = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: [Version] });
  const [version] = (await ec2.send(query)).LaunchTemplateVersions ?? [];
  const { ImageId: _, ...data } = version?.LaunchTemplateData ?? {};
  const LaunchTemplateName = `${group.AutoScalingGroupName}-ansible`;
  // what it answers is what it takes, but for fields that only responses have
  const LaunchTemplateData = { ...data, ImageId: imageId } as object;
  await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }));
  return LaunchTemplateName;
}

async function replaceWithAnsible(group: AutoScalingGroup, template: string, batch: number): Promise<void> {
  const playbook = [
    {
      hosts: 'localhost',
      connection: 'local',
      gather_facts: false,
      vars: { ansible_python_interpreter: '/usr/bin/python3' },
      tasks: [
        {
          'amazon.aws.autoscaling_group': {
            name: group.AutoScalingGroupName,
            launch_template: { launch_template_name: template, version: '1' },
            min_size: group.MinSize,
            max_size: group.MaxSize,
            desired_capacity: group.DesiredCapacity,
            vpc_zone_identifier: group.VPCZoneIdentifier?.split(','),
            target_group_arns: group.TargetGroupARNs,
            health_check_type: 'ELB',
            health_check_period: group.HealthCheckGracePeriod,
            replace_all_instances: true,
            replace_batch_size: batch,
            wait_for_instances: true,
            wait_timeout: 900,
            endpoint_url: counter.endpoint,
            region: config.region,
            aws_access_key: credentials.accessKeyId,
            aws_secret_key: credentials.secretAccessKey,
          },
        },
      ],
    },
  ];
  // JSON is YAML
  const file = join(project, `${template}.yml`);
  writeFileSync(file, JSON.stringify(playbook));
  await run('ansible-playbook', ['-i', 'localhost,', file], { cwd: project });
}

interface Measured<T> {
  readonly seconds: number;
  readonly calls: number;
  /** Seconds in which state was written. */
  readonly writing: number;
  readonly failed: string;
  readonly result: T;
}

/** Seconds, API calls and failed requests of one replacement under load. */
async function measure<T>(environment: string, work: () => Promise<T>): Promise<Measured<T>> {
  const { url } = JSON.parse(await call('status', environment, '--json')) as { url: string };
  const load = startSteadyLoad(url, 100);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const [callsBefore, writingBefore] = [counter.calls(), counter.writing()];
  let result: T | undefined;
  const seconds = await timed(async () => (result = await work()));
  const calls = counter.calls() - callsBefore;
  const writing = counter.writing() - writingBefore;
  await new Promise((resolve) => setTimeout(resolve, 6000));
  const { requests, failures, detail } = await load.stop();
  const failed = `${failures} of ${requests} requests failed${detail === '' ? '' : ` (${detail})`}`;
  // the work has ended
  return { seconds, calls, writing, failed, result: result as T };
}

try {
  const images = new Map<string, string>();
  for (const version of ['1', '2'])
    images.set(version, (await call('bake', '--var', `version=${version}`)).trim().split('\n').at(-1) ?? '');
  for (const { size, batch } of fleets) {
    const [ours, theirs] = [`imago${size}`, `ansible${size}`];
    for (const environment of [ours, theirs]) await call('deploy', environment, '--var', 'version=1');
    const group = await groupOf(theirs);
    const template = await templateWith(group, images.get('2') ?? '');
    const args = [imago, 'deploy', ours, '--var', 'version=2'];
    const our = await measure(ours, () =>
      watchDeploy(process.execPath, args, { cwd: project, env: through }),
    );
    const their = await measure(theirs, () => replaceWithAnsible(group, template, batch));
    row(
      `rolling replacement of ${size}, ${batch} at a time`,
      `${our.seconds.toFixed(1)} s, ${our.calls} API calls, ${our.failed}; Ansible ${their.seconds.toFixed(1)} s, ${their.calls} calls, ${their.failed}; ${(their.seconds / our.seconds).toFixed(1)}x`,
    );
    const { rolloutSeconds, ownSeconds } = our.result;
    const waiting = 1 - (ownSeconds + our.writing) / rolloutSeconds;
    row(
      `the same: share of the rollout's ${rolloutSeconds.toFixed(1)} s spent waiting for the cloud`,
      `${(100 * waiting).toFixed(1)} % (${ownSeconds.toFixed(2)} s of processor time, ${our.writing.toFixed(2)} s of state writes)`,
    );
    for (const environment of [ours, theirs]) await call('destroy', environment, '--yes');
  }
} finally {
  ec2.destroy();
  scaling.destroy();
  await counter.close();
  cloud.close();
  rmSync(project, { recursive: true });
}
