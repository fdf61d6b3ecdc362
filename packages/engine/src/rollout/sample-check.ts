import { formatDuration } from '../model/duration.ts';
import type { Duration } from '../model/duration.ts';
import type { SampledCheck } from '../model/check.ts';
import type { CheckContext, CheckSample } from '../ports/check-sampler.ts';
import type { RolloutPorts } from './ports.ts';

/** Who asks keeps the time limit itself, and says more of what did not answer. */
const grace = 100;

/** Asks once; no answer in time, and an error of whoever asks, are failures like any other. */
export async function sampleCheck(
  request: SampledCheck,
  context: CheckContext,
  { checks, clock }: Pick<RolloutPorts, 'checks' | 'clock'>,
  signal: AbortSignal,
): Promise<CheckSample> {
  const timeout = timeoutOf(request);
  const ended = new AbortController();
  const given = AbortSignal.any([signal, ended.signal]);
  const late = clock
    .sleep({ milliseconds: timeout.milliseconds + grace }, given)
    .then((): CheckSample => ({ ok: false, detail: `no answer within ${formatDuration(timeout)}` }));
  const asked = checks.sample(request, context, given).catch((error: unknown): CheckSample => ({
    ok: false,
    detail: error instanceof Error ? error.message : String(error),
  }));
  try {
    return await Promise.race([asked, late]);
  } finally {
    ended.abort(new Error('answered'));
    late.catch(() => undefined);
  }
}

function timeoutOf({ check }: SampledCheck): Duration {
  if (check.kind === 'hook') return check.timeout;
  // A comparison is judged without asking.
  return check.kind === 'compare' ? { milliseconds: 0 } : check.sampling.timeout;
}
