import { ImagoError } from '../errors/imago-error.ts';
import type { RollbackRequest } from './requests.ts';
import type { RollbackOutcome } from './outcome.ts';
import type { RolloutPorts } from './ports.ts';

/** Moves back to a release that was live before. */
export async function rollback(
  request: RollbackRequest,
  _ports: RolloutPorts,
  _signal: AbortSignal,
): Promise<RollbackOutcome> {
  throw new ImagoError({
    code: 'not-built',
    source: 'internal',
    message: `not built: ${request.environment}`,
  });
}
