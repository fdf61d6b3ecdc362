import type { LocalCloud } from '../cloud.ts';
import type { Controller } from './loop.ts';
import { createBalancerMetrics } from './metrics-balancers.ts';
import { createCpuMetrics } from './metrics-cpu.ts';
import type { Gauge } from './metrics-gauge.ts';
import { measureGroups } from './metrics-groups.ts';

/** How often the cloud measures itself: a period of ten seconds has two samples. */
const INTERVAL_MS = 5000;
const TRIM_MS = 60_000;

/** Measures load balancers, groups and instances, and lets old data go. */
export function createMetricsController(cloud: LocalCloud): Controller {
  const gauges: Readonly<Record<string, Gauge>> = {
    balancers: createBalancerMetrics(cloud),
    cpu: createCpuMetrics(cloud),
    groups: (now) => measureGroups(cloud, now),
  };
  let sampledAt = -Infinity;
  let trimmedAt = -Infinity;

  async function sample(name: string, gauge: Gauge, now: Date): Promise<void> {
    try {
      await gauge(now);
    } catch (error) {
      cloud.log('not measured', {
        what: name,
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }

  return {
    tick: async () => {
      const now = cloud.now();
      // On the multiples of the interval, so that every period has the same number of samples.
      const slot = Math.floor(now.getTime() / INTERVAL_MS);
      if (slot === sampledAt) return;
      sampledAt = slot;
      await Promise.all(Object.entries(gauges).map(([name, gauge]) => sample(name, gauge, now)));
      if (now.getTime() - trimmedAt < TRIM_MS) return;
      trimmedAt = now.getTime();
      cloud.metrics.trim(now);
    },
  };
}
