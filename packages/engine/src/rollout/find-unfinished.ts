import { ImagoError } from '../errors/imago-error.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { Unfinished } from './reports.ts';
import type { RolloutPorts } from './ports.ts';

/** The rollout that a killed process left behind, if there is one. */
export async function findUnfinished(
  request: EnvironmentRef,
  _ports: RolloutPorts,
  _signal: AbortSignal,
): Promise<Unfinished | undefined> {
  throw new ImagoError({
    code: 'not-built',
    source: 'internal',
    message: `not built: ${request.environment}`,
  });
}
