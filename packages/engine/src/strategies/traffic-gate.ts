import type { Because } from '../model/rollout.ts';
import type { Traffic } from '../model/traffic.ts';
import type { Rollout } from './rollout.ts';

/** Whether sampled requests have succeeded without a break for the bake time since `since`. */
export function trafficAgrees(rollout: Rollout, since: Date, now: Date): boolean {
  const bake = rollout.strategy.bakeTime.milliseconds;
  if (!rollout.probed) return now.getTime() - since.getTime() >= bake;
  const { okSince } = rollout.traffic;
  if (okSince === undefined) return false;
  return now.getTime() - Math.max(okSince.getTime(), since.getTime()) >= bake;
}

/** The reason for turning back that the samples give. */
export const failedTraffic = ({ requests, failures, lastFailure }: Traffic): Because => ({
  kind: 'traffic-failed',
  requests,
  failures,
  lastFailure: lastFailure ?? 'no answer',
});
