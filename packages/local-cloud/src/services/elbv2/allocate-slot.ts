import type { LocalCloud } from '../../cloud.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { listenersOf, rulesOf } from './usage.ts';

/** Rules that a load balancer may have besides the default ones: AWS's own limit. */
const MOST_RULES = 100;

/** The first place of a load balancer that no rule of its listeners has. */
export function allocateSlot(cloud: LocalCloud, loadBalancerArn: string): number {
  const rules = listenersOf(cloud, loadBalancerArn).flatMap(({ id }) => rulesOf(cloud, id));
  if (rules.length >= MOST_RULES) {
    throw new AwsError(
      'TooManyRules',
      `The maximum number of rules on load balancer '${loadBalancerArn}' is ${MOST_RULES}`,
    );
  }
  const taken = new Set(rules.map(({ slot }) => slot));
  let slot = 0;
  while (taken.has(slot)) slot += 1;
  return slot;
}
