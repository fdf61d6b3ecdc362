import { paginateDescribeAutoScalingGroups } from '@aws-sdk/client-auto-scaling';
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { paginateDescribeLaunchTemplates, paginateDescribeSecurityGroups } from '@aws-sdk/client-ec2';
import type { LaunchTemplate, SecurityGroup } from '@aws-sdk/client-ec2';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type {
  Listener,
  LoadBalancer,
  TagDescription,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { EnvironmentRef, ReleaseId } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { fleetNames } from './fleet-cloud-names.ts';
import { belongs, filtersOf } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';

/** Security groups of an environment, by tag. */
export async function findSecurityGroups(
  aws: AwsClients,
  ref: EnvironmentRef,
): Promise<readonly SecurityGroup[]> {
  const found: SecurityGroup[] = [];
  for await (const page of paginateDescribeSecurityGroups({ client: aws.ec2 }, { Filters: filtersOf(ref) })) {
    found.push(...(page.SecurityGroups ?? []));
  }
  return found.filter(({ Tags }) => belongs(ref, Tags));
}

/** Launch templates of an environment, by tag. */
export async function findLaunchTemplates(
  aws: AwsClients,
  ref: EnvironmentRef,
): Promise<readonly LaunchTemplate[]> {
  const found: LaunchTemplate[] = [];
  for await (const page of paginateDescribeLaunchTemplates(
    { client: aws.ec2 },
    { Filters: filtersOf(ref) },
  )) {
    found.push(...(page.LaunchTemplates ?? []));
  }
  return found.filter(({ Tags }) => belongs(ref, Tags));
}

/** Auto Scaling groups of an environment, by tag. */
export async function findGroups(aws: AwsClients, ref: EnvironmentRef): Promise<readonly AutoScalingGroup[]> {
  const found: AutoScalingGroup[] = [];
  const query = { Filters: filtersOf(ref) };
  for await (const page of paginateDescribeAutoScalingGroups({ client: aws.autoScaling }, query)) {
    found.push(...(page.AutoScalingGroups ?? []));
  }
  return found.filter(({ Tags }) => belongs(ref, Tags));
}

/** The load balancer of an environment: found by its name, which ELB can look up, and taken only by its tags. */
export async function findLoadBalancer(
  aws: AwsClients,
  ref: EnvironmentRef,
): Promise<LoadBalancer | undefined> {
  const Names = [fleetNames(ref).loadBalancer];
  const page = await tolerate(['not-found'], aws.elbv2.send(new DescribeLoadBalancersCommand({ Names })));
  const found = page?.LoadBalancers?.[0];
  if (found?.LoadBalancerArn === undefined) return undefined;
  const ours = await keepOurs(aws, ref, [found.LoadBalancerArn]);
  return ours.has(found.LoadBalancerArn) ? found : undefined;
}

/** Target groups of an environment by release. ELB cannot filter by tag: names narrow, tags decide. */
export async function findTargetGroups(
  aws: AwsClients,
  ref: EnvironmentRef,
): Promise<ReadonlyMap<ReleaseId, TargetGroup>> {
  const names = fleetNames(ref);
  const candidates: { readonly release: ReleaseId; readonly arn: string; readonly group: TargetGroup }[] = [];
  for await (const page of paginateDescribeTargetGroups({ client: aws.elbv2 }, {})) {
    for (const group of page.TargetGroups ?? []) {
      const release = names.releaseOf(group.TargetGroupName ?? '');
      const arn = group.TargetGroupArn;
      if (release !== undefined && arn !== undefined) candidates.push({ release, arn, group });
    }
  }
  const ours = await keepOurs(
    aws,
    ref,
    candidates.map(({ arn }) => arn),
  );
  return new Map(candidates.filter(({ arn }) => ours.has(arn)).map(({ release, group }) => [release, group]));
}

/** The listener of a load balancer that is ours alone. */
export async function findListener(aws: AwsClients, loadBalancerArn: string): Promise<Listener | undefined> {
  const query = new DescribeListenersCommand({ LoadBalancerArn: loadBalancerArn });
  const page = await tolerate(['not-found'], aws.elbv2.send(query));
  return page?.Listeners?.[0];
}

/** Those of these load balancers, target groups or rules that carry this environment's tags. */
export async function keepOurs(
  aws: AwsClients,
  ref: EnvironmentRef,
  arns: readonly string[],
): Promise<ReadonlySet<string>> {
  const ours = new Set<string>();
  // DescribeTags takes twenty at a time.
  for (let start = 0; start < arns.length; start += 20) {
    for (const { ResourceArn, Tags } of await readTags(aws, arns.slice(start, start + 20))) {
      if (ResourceArn !== undefined && belongs(ref, Tags)) ours.add(ResourceArn);
    }
  }
  return ours;
}

/**
 * DescribeTags refuses all of its ARNs for one that it does not know, and does not say which: the two halves are asked
 * for by themselves then, so that one that is gone, or not known yet, hides no other.
 */
async function readTags(
  aws: AwsClients,
  ResourceArns: readonly string[],
): Promise<readonly TagDescription[]> {
  const query = new DescribeTagsCommand({ ResourceArns: [...ResourceArns] });
  const page = await tolerate(['not-found'], aws.elbv2.send(query));
  if (page !== undefined) return page.TagDescriptions ?? [];
  if (ResourceArns.length < 2) return [];
  const middle = Math.ceil(ResourceArns.length / 2);
  const halves = [ResourceArns.slice(0, middle), ResourceArns.slice(middle)];
  return (await Promise.all(halves.map((half) => readTags(aws, half)))).flat();
}
