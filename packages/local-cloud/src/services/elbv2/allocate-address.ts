import type { LocalCloud } from '../../cloud.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** The third numbers of the addresses kept for load balancers, in the order in which they are used up. */
const BLOCKS = Array.from({ length: 16 }, (_, index) => 255 - index);

/** The first free address of those that no subnet has: `x.y.255.1` and on, then `x.y.254.1` and on. */
export function allocateAddress(cloud: LocalCloud): string {
  const taken = new Set(Array.from(cloud.tables.loadBalancers.values(), ({ address }) => address));
  const [first, second] = cloud.network.split('.');
  for (const block of BLOCKS) {
    for (let host = 1; host < 255; host += 1) {
      const address = `${first}.${second}.${block}.${host}`;
      if (!taken.has(address)) return address;
    }
  }
  throw new AwsError('TooManyLoadBalancers', 'The maximum number of load balancers has been reached');
}
