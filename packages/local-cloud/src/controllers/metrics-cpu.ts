import { availableParallelism } from 'node:os';
import type { LocalCloud } from '../cloud.ts';
import { metricId } from '../services/cloudwatch/metric-id.ts';
import { putOwn } from '../services/cloudwatch/put-own.ts';
import { findInstanceType } from '../services/ec2/instance-types.ts';
import type { InstanceRecord } from '../store/records/ec2.ts';
import type { Gauge } from './metrics-gauge.ts';

/** Measures the processor time of the machines: by instance, and over the instances of each group. */
export function createCpuMetrics(cloud: LocalCloud): Gauge {
  const before = new Map<string, { readonly seconds: number; readonly at: number }>();

  async function utilization(instance: InstanceRecord, now: Date): Promise<number | undefined> {
    const seconds = await cloud.machines.cpuSeconds(instance.id);
    const last = before.get(instance.id);
    if (seconds === undefined) {
      before.delete(instance.id);
      return undefined;
    }
    before.set(instance.id, { seconds, at: now.getTime() });
    // A machine that was booted again begins anew.
    if (!last || seconds < last.seconds || now.getTime() <= last.at) return undefined;
    const cores = Math.min(findInstanceType(instance.instanceType)?.vcpus ?? 1, availableParallelism());
    const share = (seconds - last.seconds) / ((now.getTime() - last.at) / 1000) / cores;
    return Math.min(100, share * 100);
  }

  return async (now) => {
    const running = [...cloud.tables.instances.values()].filter(({ state }) => state === 'running');
    const ids = new Set(running.map(({ id }) => id));
    for (const id of before.keys()) if (!ids.has(id)) before.delete(id);
    const measured = await Promise.all(
      running.map(async (instance) => [instance, await utilization(instance, now)] as const),
    );
    for (const [instance, percent] of measured) {
      if (percent === undefined) continue;
      const { id, autoScalingGroupName: group } = instance;
      const put = (dimensions: Readonly<Record<string, string>>): void =>
        putOwn(cloud, metricId('AWS/EC2', 'CPUUtilization', dimensions), 'Percent', now, [[percent, 1]]);
      put({ InstanceId: id });
      if (group !== undefined) put({ AutoScalingGroupName: group });
    }
  };
}
