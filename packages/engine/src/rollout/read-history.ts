import { ImagoError } from '../errors/imago-error.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { HistoryReport } from './reports.ts';
import type { RolloutPorts } from './ports.ts';

/** All releases and rollouts, newest first. */
export async function readHistory(
  request: EnvironmentRef,
  _ports: RolloutPorts,
  _signal: AbortSignal,
): Promise<HistoryReport> {
  throw new ImagoError({
    code: 'not-built',
    source: 'internal',
    message: `not built: ${request.environment}`,
  });
}
