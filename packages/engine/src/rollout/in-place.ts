import { ImagoError } from '../errors/imago-error.ts';
import { formatDuration } from '../model/duration.ts';
import type { FleetSettings } from '../model/fleet.ts';

/** What belongs to load balancer, target group and group, which a rolling rollout keeps. */
const kept: Readonly<Record<string, (settings: FleetSettings) => string>> = {
  'loadBalancer.listen': ({ loadBalancer }) => String(loadBalancer.listen),
  'loadBalancer.port': ({ loadBalancer }) => String(loadBalancer.port),
  'loadBalancer.scheme': ({ loadBalancer }) => loadBalancer.scheme,
  'loadBalancer.health': ({ loadBalancer: { health } }) => {
    const { path, interval, timeout, healthyThreshold, unhealthyThreshold, matcher } = health;
    const times = `every ${formatDuration(interval)}, within ${formatDuration(timeout)}`;
    return `${path} (${matcher}) ${times}, ${healthyThreshold} up, ${unhealthyThreshold} down`;
  },
  'loadBalancer.deregistrationDelay': ({ loadBalancer }) => formatDuration(loadBalancer.deregistrationDelay),
  'network.vpc': ({ vpc }) => vpc ?? 'the default VPC',
  'network.subnets': ({ subnets }) => subnets.toSorted().join(', ') || 'those of the VPC',
};

/** Whether instances of these settings can stand behind what was made for those. */
export const fitsInPlace = (settings: FleetSettings, live: FleetSettings): boolean =>
  changesOf(settings, live).length === 0;

/** Refuses a rolling rollout that would have to change what it keeps. */
export function checkInPlace(settings: FleetSettings, live: FleetSettings | undefined): void {
  const changes = live === undefined ? [] : changesOf(settings, live);
  if (changes.length === 0) return;
  throw new ImagoError({
    code: 'not-in-place',
    source: 'user',
    message: `a rolling rollout replaces instances in place and cannot change ${changes.join('; ')}`,
    fix: 'deploy this change with two sides: `--strategy blue-green`, or strategy: blueGreen() in the config',
  });
}

function changesOf(settings: FleetSettings, live: FleetSettings): readonly string[] {
  return Object.entries(kept).flatMap(([name, read]) => {
    const [before, after] = [read(live), read(settings)];
    return before === after ? [] : [`${name} (${before} -> ${after})`];
  });
}
