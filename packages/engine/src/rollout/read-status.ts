import { ImagoError } from '../errors/imago-error.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { StatusReport } from './reports.ts';
import type { RolloutPorts } from './ports.ts';

/** What runs now, on which release, how healthy. */
export async function readStatus(
  request: EnvironmentRef,
  _ports: RolloutPorts,
  _signal: AbortSignal,
): Promise<StatusReport> {
  throw new ImagoError({
    code: 'not-built',
    source: 'internal',
    message: `not built: ${request.environment}`,
  });
}
