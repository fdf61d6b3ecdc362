import { paginateDescribeScheduledActions } from '@aws-sdk/client-auto-scaling';
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type {
  EnvironmentRef,
  Observed,
  ObservedLoadBalancer,
  ReleaseId,
  ScheduledAction,
  Side,
} from '@imago/engine';
import type { AwsClients } from './clients.ts';
import {
  findLaunchTemplates,
  findLoadBalancer,
  findSecurityGroups,
  findTargetGroups,
} from './fleet-cloud-find.ts';
import type { FleetMemory } from './fleet-cloud-memory.ts';
import { releaseTag, roleTag } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';
import { readLoadBalancer } from './load-balancer.ts';

/** Name of the scheduled action that takes an old side to zero. */
export const retirementName = 'imago-retire';

/** Parts that do not change by themselves while a rollout waits. */
export interface Standing {
  readonly securityGroups: Observed['securityGroups'];
  readonly loadBalancer: ObservedLoadBalancer | undefined;
  readonly templates: ReadonlyMap<ReleaseId, string>;
  readonly targetGroups: ReadonlyMap<ReleaseId, string>;
  readonly retirements: ReadonlyMap<ReleaseId, ScheduledAction>;
}

/** Reads the parts that stand; of those that a look before told of, what was changed since. */
export async function readStanding(
  aws: AwsClients,
  environment: EnvironmentRef,
  groupsCall: Promise<readonly AutoScalingGroup[]>,
  before: { readonly known: Observed | undefined; readonly memory: FleetMemory },
): Promise<Standing> {
  const told = before.known === undefined ? undefined : standingOf(before.known);
  const read = <Part extends keyof Standing>(
    part: Part,
    ask: () => Promise<Standing[Part]>,
  ): Promise<Standing[Part]> =>
    told === undefined || before.memory.hasChanged(part) ? ask() : Promise.resolve(told[part]);
  const [securityGroups, templates, loadBalancer, targetGroups, retirements] = await Promise.all([
    read('securityGroups', () => readSecurityGroups(aws, environment)),
    read('templates', () => readTemplates(aws, environment)),
    read('loadBalancer', async () => readLoadBalancer(await findLoadBalancer(aws, environment))),
    read('targetGroups', () => readTargetGroups(aws, environment)),
    read('retirements', async () => readRetirements(aws, await groupsCall)),
  ]);
  return { securityGroups, loadBalancer, templates, targetGroups, retirements };
}

async function readSecurityGroups(
  aws: AwsClients,
  environment: EnvironmentRef,
): Promise<Standing['securityGroups']> {
  const found = await findSecurityGroups(aws, environment);
  const withRole = (role: string): string | undefined =>
    found.find(({ Tags }) => roleTag(Tags) === role)?.GroupId;
  const [balancerGroup, instanceGroup] = [withRole('load-balancer'), withRole('instances')];
  return {
    ...(balancerGroup === undefined ? {} : { loadBalancer: balancerGroup }),
    ...(instanceGroup === undefined ? {} : { instances: instanceGroup }),
  };
}

async function readTargetGroups(
  aws: AwsClients,
  environment: EnvironmentRef,
): Promise<Standing['targetGroups']> {
  const found = await findTargetGroups(aws, environment);
  return new Map([...found].map(([release, { TargetGroupArn = '' }]) => [release, TargetGroupArn]));
}

/** Ids of launch templates by release. */
export async function readTemplates(
  aws: AwsClients,
  environment: EnvironmentRef,
): Promise<ReadonlyMap<ReleaseId, string>> {
  const templates = await findLaunchTemplates(aws, environment);
  return new Map(
    templates.flatMap(({ Tags, LaunchTemplateId: id }) => {
      const release = releaseTag(Tags);
      return release === undefined || id === undefined ? [] : [[release, id] as const];
    }),
  );
}

function standingOf({ securityGroups, loadBalancer, sides }: Observed): Standing {
  return {
    securityGroups,
    loadBalancer,
    templates: mapSides(sides, ({ launchTemplateId }) => launchTemplateId),
    targetGroups: mapSides(sides, ({ targetGroupArn }) => targetGroupArn),
    retirements: mapSides(sides, ({ group }) => group?.retirement),
  };
}

function mapSides<T>(sides: readonly Side[], pick: (side: Side) => T | undefined): ReadonlyMap<ReleaseId, T> {
  const entries = sides.map((side) => [side.release, pick(side)] as const);
  return new Map(entries.filter((entry): entry is readonly [ReleaseId, T] => entry[1] !== undefined));
}

async function readRetirements(
  aws: AwsClients,
  groups: readonly AutoScalingGroup[],
): Promise<ReadonlyMap<ReleaseId, ScheduledAction>> {
  const found = new Map<ReleaseId, ScheduledAction>();
  const readGroup = async (release: ReleaseId, AutoScalingGroupName: string): Promise<void> => {
    for await (const page of paginateDescribeScheduledActions(
      { client: aws.autoScaling },
      { AutoScalingGroupName },
    )) {
      for (const { ScheduledActionName: name, StartTime: at } of page.ScheduledUpdateGroupActions ?? []) {
        if (name === retirementName && at !== undefined)
          found.set(release, { name, at, capacity: { min: 0, desired: 0, max: 0 } });
      }
    }
  };
  await Promise.all(
    groups.map(async ({ AutoScalingGroupName: name, Tags }) => {
      const release = releaseTag(Tags);
      // The group may be gone by now.
      if (release !== undefined && name !== undefined)
        await tolerate(['not-found'], readGroup(release, name));
    }),
  );
  return found;
}
