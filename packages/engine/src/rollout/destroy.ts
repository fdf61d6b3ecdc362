import { ImagoError } from '../errors/imago-error.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { DestroyOutcome } from './outcome.ts';
import type { RolloutPorts } from './ports.ts';

/** Removes everything of an environment. */
export async function destroy(
  request: EnvironmentRef,
  _ports: RolloutPorts,
  _signal: AbortSignal,
): Promise<DestroyOutcome> {
  throw new ImagoError({
    code: 'not-built',
    source: 'internal',
    message: `not built: ${request.environment}`,
  });
}
