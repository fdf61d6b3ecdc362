import { paginateDescribeScheduledActions } from '@aws-sdk/client-auto-scaling';
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type {
  Listener,
  LoadBalancer,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { releaseNumber } from '@imago/engine';
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
  findGroups,
  findLaunchTemplates,
  findListener,
  findLoadBalancer,
  findSecurityGroups,
  findTargetGroups,
} from './fleet-cloud-find.ts';
import { readSide } from './fleet-cloud-read-side.ts';
import { releaseTag, roleTag } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';

/** Name of the scheduled action that takes an old side to zero. */
export const retirementName = 'imago-retire';

/** Parts that do not change by themselves while a rollout waits. */
interface Standing {
  readonly securityGroups: Observed['securityGroups'];
  readonly loadBalancer: ObservedLoadBalancer | undefined;
  readonly templates: ReadonlyMap<ReleaseId, string>;
  readonly targetGroups: ReadonlyMap<ReleaseId, string>;
  readonly retirements: ReadonlyMap<ReleaseId, ScheduledAction>;
}

/** Reads an environment from the cloud; with `previous`, only groups, weights and health again. */
export async function observeFleet(
  aws: AwsClients,
  environment: EnvironmentRef,
  previous: Observed | undefined,
): Promise<Observed> {
  const at = new Date();
  const known = previous?.loadBalancer?.state === 'active' ? standingOf(previous) : undefined;
  const groupsCall = findGroups(aws, environment);
  const standingCall =
    known === undefined ? readStanding(aws, environment, groupsCall) : Promise.resolve(known);
  const [groups, standing] = await Promise.all([groupsCall, standingCall]);
  const [listener, healths] = await Promise.all([
    standing.loadBalancer === undefined ? undefined : findListener(aws, standing.loadBalancer.arn),
    readHealths(aws, standing.targetGroups),
  ]);
  const releases = new Set<ReleaseId>([...standing.templates.keys(), ...standing.targetGroups.keys()]);
  const groupOf = new Map<ReleaseId, AutoScalingGroup>();
  for (const group of groups) {
    const release = releaseTag(group.Tags);
    if (release === undefined) continue;
    releases.add(release);
    groupOf.set(release, group);
  }
  const sides = [...releases]
    .sort((a, b) => releaseNumber(a) - releaseNumber(b))
    .map((release): Side =>
      readSide(release, {
        templateId: standing.templates.get(release),
        targetGroupArn: standing.targetGroups.get(release),
        group: groupOf.get(release),
        healths: healths.get(release) ?? [],
        weights: weightsIn(listener),
        retirement: standing.retirements.get(release),
      }),
    );
  return {
    environment,
    at,
    sides,
    securityGroups: standing.securityGroups,
    ...(standing.loadBalancer === undefined ? {} : { loadBalancer: standing.loadBalancer }),
    ...(listener?.ListenerArn === undefined
      ? {}
      : { listener: { arn: listener.ListenerArn, port: listener.Port ?? 0 } }),
  };
}

async function readStanding(
  aws: AwsClients,
  environment: EnvironmentRef,
  groupsCall: Promise<readonly AutoScalingGroup[]>,
): Promise<Standing> {
  const [securityGroups, templates, loadBalancer, targetGroups, retirements] = await Promise.all([
    findSecurityGroups(aws, environment),
    findLaunchTemplates(aws, environment),
    findLoadBalancer(aws, environment),
    findTargetGroups(aws, environment),
    groupsCall.then((groups) => readRetirements(aws, groups)),
  ]);
  const withRole = (role: string): string | undefined =>
    securityGroups.find(({ Tags }) => roleTag(Tags) === role)?.GroupId;
  const [balancerGroup, instanceGroup] = [withRole('load-balancer'), withRole('instances')];
  return {
    securityGroups: {
      ...(balancerGroup === undefined ? {} : { loadBalancer: balancerGroup }),
      ...(instanceGroup === undefined ? {} : { instances: instanceGroup }),
    },
    loadBalancer: readLoadBalancer(loadBalancer),
    templates: new Map(
      templates.flatMap(({ Tags, LaunchTemplateId: id }) => {
        const release = releaseTag(Tags);
        return release === undefined || id === undefined ? [] : [[release, id] as const];
      }),
    ),
    targetGroups: new Map(
      [...targetGroups].map(([release, { TargetGroupArn = '' }]) => [release, TargetGroupArn]),
    ),
    retirements,
  };
}

/** What a look before told of the parts that stand. */
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

async function readHealths(
  aws: AwsClients,
  targetGroups: ReadonlyMap<ReleaseId, string>,
): Promise<ReadonlyMap<ReleaseId, readonly TargetHealthDescription[]>> {
  const entries = await Promise.all(
    [...targetGroups].map(async ([release, TargetGroupArn]) => {
      const query = new DescribeTargetHealthCommand({ TargetGroupArn });
      const page = await tolerate(['not-found'], aws.elbv2.send(query));
      return [release, page?.TargetHealthDescriptions ?? []] as const;
    }),
  );
  return new Map(entries);
}

/** Weight by target group ARN, as the listener's default action forwards. */
export function weightsIn(listener: Listener | undefined): ReadonlyMap<string, number> {
  const action = listener?.DefaultActions?.find(({ Type }) => Type === 'forward');
  const weighted = action?.ForwardConfig?.TargetGroups ?? [];
  if (weighted.length === 0 && action?.TargetGroupArn !== undefined)
    return new Map([[action.TargetGroupArn, 100]]);
  // A sole target group may be told without its weight, or with 1: it gets everything.
  if (weighted.length === 1) return new Map([[weighted[0]?.TargetGroupArn ?? '', 100]]);
  return new Map(weighted.map(({ TargetGroupArn = '', Weight = 1 }) => [TargetGroupArn, Weight]));
}

function readLoadBalancer(found: LoadBalancer | undefined): ObservedLoadBalancer | undefined {
  if (found?.LoadBalancerArn === undefined) return undefined;
  const code = found.State?.Code;
  // `active_impaired` takes requests all the same.
  const state = code === 'failed' ? 'failed' : code === 'provisioning' ? 'provisioning' : 'active';
  return { arn: found.LoadBalancerArn, dnsName: found.DNSName ?? '', state };
}
