import type { SampledCheck } from '../model/check.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { SshAccess } from '../model/fleet.ts';

/** What was found by asking once. */
export interface CheckSample {
  readonly ok: boolean;
  /** What was measured, where something was. */
  readonly value?: number;
  /** One sentence with what was found, such as `status 503 from i-0123` or `p99 was 0.4, at most 0.2 is allowed`. */
  readonly detail: string;
}

/** What a check may need to know of its rollout; commands get it as `IMAGO_*` variables. */
export interface CheckContext {
  readonly environment: EnvironmentRef;
  readonly to: string;
  readonly from?: string;
  /** Address that users reach, without a path; undefined before the load balancer answers. */
  readonly url?: string;
  /** Port of the service on the instances. */
  readonly port: number;
  readonly ssh?: SshAccess;
}

/** Asks gates and runs hooks, once: what is found is a value, also where it failed. */
export interface CheckSampler {
  sample(request: SampledCheck, context: CheckContext, signal: AbortSignal): Promise<CheckSample>;
}
