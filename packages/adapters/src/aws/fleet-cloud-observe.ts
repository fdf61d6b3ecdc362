import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { CloudError, environmentPath, releaseNumber, sideOf } from '@imago/engine';
import type { EnvironmentRef, Observed, ObservedRefresh, ReleaseId, Side } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findGroups } from './fleet-cloud-find.ts';
import { readInstanceFacts } from './fleet-cloud-instances.ts';
import type { FleetMemory } from './fleet-cloud-memory.ts';
import { areInMotion, isAwaited } from './fleet-cloud-motion.ts';
import { fleetNames } from './fleet-cloud-names.ts';
import { readSide } from './fleet-cloud-read-side.ts';
import { isOver, readRefresh } from './fleet-cloud-refresh.ts';
import { readRouting } from './fleet-cloud-routing.ts';
import type { Routing } from './fleet-cloud-routing.ts';
import { readStanding, readTemplates } from './fleet-cloud-standing.ts';
import { refreshTag, releaseTag } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';

/**
 * Reads an environment from the cloud. With `previous`, of what stands only what was changed through this process since,
 * and of what moves only what is in motion, was changed, or was not read a moment ago. The look is as old as the oldest
 * of its parts that move.
 */
export async function observeFleet(
  aws: AwsClients,
  environment: EnvironmentRef,
  previous: Observed | undefined,
  memory: FleetMemory,
): Promise<Observed> {
  const known = memory.builds(previous) && previous.loadBalancer?.state === 'active' ? previous : undefined;
  if (known === undefined) memory.forget();
  const groupsCall = memory.recall('groups', () => findGroups(aws, environment), areInMotion);
  const standingCall = readStanding(aws, environment, groupsCall, { known, memory });
  const [groups, standing] = await Promise.all([groupsCall, standingCall]);
  const { loadBalancer, targetGroups } = standing;
  const [routing, healths, facts, templates] = await Promise.all([
    memory.recall(
      'routing',
      async () => loadBalancer && readRouting(aws, loadBalancer.arn, known?.listener),
      never,
    ),
    memory.recall(
      'health',
      () => readHealths(aws, targetGroups),
      (last) => isAwaited(last, groups),
    ),
    readInstanceFacts(aws, groups, previous),
    known === undefined ? standing.templates : knownTemplates(aws, known, standing.templates, groups),
  ]);
  const hidden = servedUnseen(environment, routing, targetGroups);
  if (hidden !== undefined) {
    memory.change('targetGroups');
    throw new CloudError('unavailable', 'IncompleteAnswer', hidden);
  }
  const releaseOf = new Map([...templates].map(([release, id]) => [id, release] as const));
  const refreshesBefore = memory.hasChanged('refreshes') ? undefined : known;
  const refreshes = await readRefreshes(aws, groups, refreshesBefore, releaseOf);
  const releases = new Set<ReleaseId>([...templates.keys(), ...standing.targetGroups.keys()]);
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
        templateId: templates.get(release),
        targetGroupArn: standing.targetGroups.get(release),
        group: groupOf.get(release),
        healths: healths.get(release) ?? [],
        weights: routing?.weights ?? new Map(),
        retirement: standing.retirements.get(release),
        refresh: refreshes.get(release),
        facts,
        releaseOf,
        before: previous === undefined ? undefined : sideOf(previous, release)?.group,
      }),
    );
  const tested = (routing?.testRules ?? []).filter(
    ({ release, targetGroupArn }) => standing.targetGroups.get(release) === targetGroupArn,
  );
  const look: Observed = {
    environment,
    at: memory.oldest(),
    sides,
    securityGroups: standing.securityGroups,
    ...(standing.loadBalancer === undefined ? {} : { loadBalancer: standing.loadBalancer }),
    ...(routing === undefined
      ? {}
      : { listener: { ...routing.listener, testTraffic: distinct(tested.map(({ release }) => release)) } }),
  };
  memory.looked(look);
  return look;
}

/**
 * What is wrong where requests go to a target group of this environment's names that the rest of the look does not
 * know: the side that is live would be taken for none.
 */
function servedUnseen(
  environment: EnvironmentRef,
  routing: Routing | undefined,
  targetGroups: ReadonlyMap<ReleaseId, string>,
): string | undefined {
  const seen = new Set(targetGroups.values());
  const names = [...(routing?.weights ?? [])]
    .filter(([arn, weight]) => weight > 0 && !seen.has(arn))
    .map(([arn]) => arn.split('/')[1] ?? '');
  const hidden = names.find((name) => fleetNames(environment).releaseOf(name) !== undefined);
  if (hidden === undefined) return undefined;
  return `the listener sends requests to the target group ${hidden}, which is not shown with the tags of ${environmentPath(environment)}: look again, or give it its tags back`;
}

/** The templates of the look before; read again where a group starts instances from one that it did not know. */
async function knownTemplates(
  aws: AwsClients,
  known: Observed,
  templates: ReadonlyMap<ReleaseId, string>,
  groups: readonly AutoScalingGroup[],
): Promise<ReadonlyMap<ReleaseId, string>> {
  const ids = new Set(templates.values());
  const news = groups.some(({ LaunchTemplate, Tags }) => {
    const id = LaunchTemplate?.LaunchTemplateId;
    const before = sideOf(known, releaseTag(Tags))?.group;
    // One whose template is gone for good was told of without what it launches: that is no news.
    const toldBefore = before !== undefined && before.launches === undefined;
    return id !== undefined && !ids.has(id) && !toldBefore;
  });
  return news ? readTemplates(aws, known.environment) : templates;
}

/** Refreshes of the groups that are marked to have had one; what is over is not read again. */
async function readRefreshes(
  aws: AwsClients,
  groups: readonly AutoScalingGroup[],
  known: Observed | undefined,
  releaseOf: ReadonlyMap<string, ReleaseId>,
): Promise<ReadonlyMap<ReleaseId, ObservedRefresh>> {
  const found = new Map<ReleaseId, ObservedRefresh>();
  await Promise.all(
    groups.map(async ({ AutoScalingGroupName: name, Tags }) => {
      const side = releaseTag(Tags);
      if (side === undefined || name === undefined || !Tags?.some(({ Key }) => Key === refreshTag)) return;
      const before = known === undefined ? undefined : sideOf(known, side)?.group?.refresh;
      const refresh =
        before !== undefined && isOver(before) ? before : await readRefresh(aws, name, releaseOf);
      if (refresh !== undefined) found.set(side, refresh);
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

/** Rules change only by our own hand, and seldom by others'. */
const never = (): boolean => false;

const distinct = (releases: readonly ReleaseId[]): readonly ReleaseId[] =>
  [...new Set(releases)].sort((a, b) => releaseNumber(a) - releaseNumber(b));
