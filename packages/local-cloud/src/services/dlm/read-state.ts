import type { LifecyclePolicyRecord } from '../../store/records/dlm.ts';
import { invalidRequest } from './dlm-errors.ts';

/** The state that a policy is to have. */
export function readState(state: string | undefined): LifecyclePolicyRecord['state'] {
  if (state === 'ENABLED' || state === 'DISABLED') return state;
  throw invalidRequest(`The state must be ENABLED or DISABLED, not '${state}'.`);
}
