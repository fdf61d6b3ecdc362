import { createHash } from 'node:crypto';
import { environmentPath } from '@imago/engine';
import type { EnvironmentRef, ReleaseId } from '@imago/engine';

/** What Elastic Load Balancing allows for load balancers and target groups. */
const longest = 32;

/** Names of an environment's things. They are for people and for finding fast; what counts are the tags. */
export interface FleetNames {
  readonly loadBalancer: string;
  readonly balancerSecurityGroup: string;
  readonly instanceSecurityGroup: string;
  /** Of the target group of a cluster's members. */
  readonly members: string;
  /** Of the group and of the launch template. */
  side(release: ReleaseId): string;
  targetGroup(release: ReleaseId): string;
  /** The release that a target group's name stands for; undefined where it is not of this environment. */
  releaseOf(targetGroupName: string): ReleaseId | undefined;
}

/** `shop-production`, with a hash where it is too long or where dashes make it ambiguous. */
export function fleetNames(ref: EnvironmentRef): FleetNames {
  const plain = `${ref.project}-${ref.environment}`;
  const hash = createHash('sha256').update(environmentPath(ref)).digest('hex').slice(0, 8);
  const ambiguous = ref.project.includes('-') || ref.environment.includes('-');
  const within = (length: number): string =>
    ambiguous || plain.length > length ? `${plain.slice(0, length - 9).replace(/-+$/, '')}-${hash}` : plain;
  // Room for `-r` and six digits, so that every release of an environment shares one base.
  const base = within(longest - 8);
  return {
    loadBalancer: within(longest),
    balancerSecurityGroup: `${base}-load-balancer`,
    instanceSecurityGroup: `${base}-instances`,
    members: `${base}-members`,
    side: (release) => `${base}-${release}`,
    targetGroup: (release) => `${base}-${release}`,
    releaseOf(name) {
      const rest = name.startsWith(`${base}-`) ? name.slice(base.length + 1) : '';
      return /^r[1-9]\d*$/.test(rest) ? `r${Number(rest.slice(1))}` : undefined;
    },
  };
}
