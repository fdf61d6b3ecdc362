import type { Traffic } from '../model/traffic.ts';
import type { Decision } from './decision.ts';
import type { Picture } from './replace-picture.ts';
import type { RollingTask } from './rolling-task.ts';
import { failedTraffic } from './traffic-gate.ts';

/** Sampled requests while old and new instances answer side by side; undefined: they are no reason to wait. */
export function trafficBetween(picture: Picture, { rollout, now }: RollingTask): Decision | undefined {
  const { probed, strategy, trafficBefore } = rollout;
  const serving = [...picture.ready, ...picture.coming].some(({ health }) => health === 'healthy');
  const traffic = since(rollout.traffic, trafficBefore);
  if (!probed || !serving || traffic.failures === 0) return undefined;
  // What failed before any new instance came does not speak against these: only more of it does.
  const usual = trafficBefore === undefined ? 0 : shareOf(trafficBefore);
  // A long rollout sees many requests: three failures are much among few, and little among thousands.
  if (traffic.failures >= 3 + 2 * usual * traffic.requests && shareOf(traffic) >= 0.01) {
    return { kind: 'turn-back', because: failedTraffic(traffic) };
  }
  if (usual > 0) return undefined;
  const succeeded = traffic.okSince === undefined ? 0 : now.getTime() - traffic.okSince.getTime();
  if (succeeded >= strategy.minHealthyTime.milliseconds) return undefined;
  if (now.getTime() >= rollout.progressAt.getTime() + strategy.healthyDeadline.milliseconds) {
    return { kind: 'turn-back', because: failedTraffic(traffic) };
  }
  return { kind: 'wait', reason: 'sampled requests to succeed' };
}

const since = (traffic: Traffic, before: Traffic | undefined): Traffic => ({
  ...traffic,
  requests: traffic.requests - (before?.requests ?? 0),
  failures: traffic.failures - (before?.failures ?? 0),
});

const shareOf = ({ requests, failures }: Traffic): number => (requests === 0 ? 0 : failures / requests);
