import { ImagoError } from '../errors/imago-error.ts';
import type { PlanRequest } from './requests.ts';
import type { DeployPlan } from './reports.ts';
import type { RolloutPorts } from './ports.ts';

/** What a deploy would change, with nothing touched. */
export async function planDeploy(
  request: PlanRequest,
  _ports: RolloutPorts,
  _signal: AbortSignal,
): Promise<DeployPlan> {
  throw new ImagoError({
    code: 'not-built',
    source: 'internal',
    message: `not built: ${request.environment}`,
  });
}
