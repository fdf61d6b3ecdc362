import type { Decision } from './decision.ts';
import type { Picture } from './replace-picture.ts';
import type { RollingTask } from './rolling-task.ts';
import { failedTraffic } from './traffic-gate.ts';

/** Sampled requests while old and new instances answer side by side; undefined: they are no reason to wait. */
export function trafficBetween(picture: Picture, { rollout, now }: RollingTask): Decision | undefined {
  const { probed, traffic, strategy } = rollout;
  const serving = [...picture.ready, ...picture.coming].some(({ health }) => health === 'healthy');
  if (!probed || !serving || traffic.failures === 0) return undefined;
  // A long rollout sees many requests: three failures are much among few, and little among thousands.
  if (traffic.failures >= 3 && traffic.failures * 100 >= traffic.requests) {
    return { kind: 'turn-back', because: failedTraffic(traffic) };
  }
  const succeeded = traffic.okSince === undefined ? 0 : now.getTime() - traffic.okSince.getTime();
  if (succeeded >= strategy.minHealthyTime.milliseconds) return undefined;
  if (now.getTime() >= rollout.progressAt.getTime() + strategy.healthyDeadline.milliseconds) {
    return { kind: 'turn-back', because: failedTraffic(traffic) };
  }
  return { kind: 'wait', reason: 'sampled requests to succeed' };
}
