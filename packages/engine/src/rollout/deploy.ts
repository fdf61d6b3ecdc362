import type { DeployRequest } from './requests.ts';
import type { DeployOutcome } from './outcome.ts';
import type { RolloutPorts } from './ports.ts';
import { ImagoError } from '../errors/imago-error.ts';

/** Rolls a release out and answers how it ended. */
export async function deploy(
  request: DeployRequest,
  _ports: RolloutPorts,
  _signal: AbortSignal,
): Promise<DeployOutcome> {
  throw new ImagoError({
    code: 'not-built',
    source: 'internal',
    message: `deploy of ${request.environment} is not built`,
  });
}
