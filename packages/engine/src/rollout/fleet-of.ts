import { ImagoError } from '../errors/imago-error.ts';
import type { FleetSettings } from '../model/fleet.ts';
import type { EnvironmentSettings } from '../model/release.ts';

/** Settings as those of a fleet, where only a fleet will do; those of a cluster are refused. */
export function fleetOf(settings: EnvironmentSettings): FleetSettings;
export function fleetOf(settings: EnvironmentSettings | undefined): FleetSettings | undefined;
export function fleetOf(settings: EnvironmentSettings | undefined): FleetSettings | undefined {
  // Releases from before there were clusters do not say their kind.
  if (settings?.kind !== 'cluster') return settings;
  const names = settings.members.map(({ name }) => name).join(', ');
  throw new ImagoError({
    code: 'not-a-fleet',
    source: 'user',
    message: `this is a cluster (${names}), and a fleet is wanted here`,
    fix: 'give the fleet an environment of its own: none turns from one into the other',
  });
}
