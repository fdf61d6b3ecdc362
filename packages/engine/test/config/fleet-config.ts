import { defineProject, fleet, fleetOf, http, loadSpec } from '@imago/engine';
import type { FleetOptions, FleetSettings } from '@imago/engine';

/** A config with this in its fleet. */
export const project = (options: object): unknown =>
  defineProject({
    name: 'shop',
    environments: {
      production: fleet({
        image: 'ami-0123456789abcdef0',
        size: { min: 2, desired: 3, max: 6 },
        loadBalancer: { port: 8080, health: http('/healthz') },
        // Mistakes are what some tests are about.
        ...(options as Partial<FleetOptions>),
      }),
    },
  });

/** What such a config comes to; it is to have no mistake. */
export function settingsOf(options: object): FleetSettings {
  const result = loadSpec(project(options));
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  const { production } = result.spec.environments;
  if (production === undefined) throw new Error('no environment');
  return fleetOf(production.settings);
}

/** `path: message; fix`, the paths within the fleet. */
export function problemsOf(options: object): readonly string[] {
  const result = loadSpec(project(options));
  if ('spec' in result) return [];
  return result.problems.map(
    ({ path, message, fix }) => `${path.replace('environments.production.', '')}: ${message}; ${fix}`,
  );
}
