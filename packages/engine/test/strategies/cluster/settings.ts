import { minutes, seconds } from '@imago/engine';
import type { ClusterSettings, OneAtATimeSettings } from '@imago/engine';
import { clusterSettings as sharedSettings } from '@imago/testkit';

/** A cluster of so many members with one volume each, which is asked more often than in the simulator. */
export function clusterSettings(
  size: number,
  changes: Partial<ClusterSettings> = {},
  strategy: Partial<OneAtATimeSettings> = {},
): ClusterSettings {
  const times = { healthyDeadline: seconds(90), progressDeadline: minutes(4) };
  const settings = sharedSettings(size, changes, { ...times, ...strategy });
  const sampling = { interval: seconds(2), timeout: seconds(1), count: 1, failureLimit: 0 };
  return changes.health === undefined ? { ...settings, health: { ...settings.health, sampling } } : settings;
}
