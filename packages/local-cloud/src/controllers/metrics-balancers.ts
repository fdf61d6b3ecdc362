import type { LocalCloud } from '../cloud.ts';
import { metricId } from '../services/cloudwatch/metric-id.ts';
import { putOwn } from '../services/cloudwatch/put-own.ts';
import { arnSuffix } from '../services/elbv2/arns.ts';
import { resourceLabel } from '../services/elbv2/resource-label.ts';
import { targetGroupsOf } from '../services/elbv2/usage.ts';
import type { LoadBalancerRecord, TargetGroupRecord } from '../store/records/elbv2.ts';
import { balancerId } from './balancers-spec.ts';
import type { Gauge } from './metrics-gauge.ts';
import { type Reading, type ServerTraffic, type Traffic, trafficBetween } from './metrics-traffic.ts';

/** Measures the load balancers and their target groups, as AWS/ApplicationELB has it. */
export function createBalancerMetrics(cloud: LocalCloud): Gauge {
  const readings = new Map<string, Reading>();

  async function traffic(record: LoadBalancerRecord): Promise<Traffic | undefined> {
    const counters = await cloud.machines.balancer.counters(balancerId(record)).catch(() => undefined);
    // It does not run yet, or is just being restarted.
    if (!counters) return undefined;
    const before = readings.get(record.id);
    const reading: Reading = new Map(counters.map((each) => [each.id, each]));
    readings.set(record.id, reading);
    // What a process that was taken over did before was counted before.
    return before && trafficBetween(before, reading);
  }

  return async (now) => {
    const records = [...cloud.tables.loadBalancers.values()];
    const known = new Set(records.map(({ id }) => id));
    for (const id of readings.keys()) if (!known.has(id)) readings.delete(id);
    await Promise.all(
      records.map(async (record) => {
        const groups = [...targetGroupsOf(cloud, record.id)].flatMap(
          (arn) => cloud.tables.targetGroups.get(arn) ?? [],
        );
        for (const group of groups) countHosts(cloud, record, group, now);
        const found = await traffic(record);
        if (found) putTraffic(cloud, record, groups, found, now);
      }),
    );
  };
}

type Dimensions = Readonly<Record<string, string>>;

function put(
  cloud: LocalCloud,
  name: string,
  dimensions: Dimensions,
  now: Date,
  values: readonly (readonly [value: number, count: number])[],
): void {
  const unit = name === 'TargetResponseTime' ? 'Seconds' : 'Count';
  putOwn(cloud, metricId('AWS/ApplicationELB', name, dimensions), unit, now, values);
}

function dimensionsOf(record: LoadBalancerRecord, group?: TargetGroupRecord): Dimensions {
  return {
    LoadBalancer: resourceLabel(record.id),
    ...(group ? { TargetGroup: resourceLabel(group.id) } : {}),
  };
}

function countHosts(
  cloud: LocalCloud,
  record: LoadBalancerRecord,
  group: TargetGroupRecord,
  now: Date,
): void {
  const dimensions = dimensionsOf(record, group);
  const inState = (state: string): number => group.targets.filter((target) => target.state === state).length;
  put(cloud, 'HealthyHostCount', dimensions, now, [[inState('healthy'), 1]]);
  put(cloud, 'UnHealthyHostCount', dimensions, now, [[inState('unhealthy'), 1]]);
}

function putTraffic(
  cloud: LocalCloud,
  record: LoadBalancerRecord,
  groups: readonly TargetGroupRecord[],
  { servers, own4xx, own5xx }: Traffic,
  now: Date,
): void {
  const ofAll = dimensionsOf(record);
  putServers(cloud, ofAll, [...servers.values()], now);
  if (own4xx > 0) put(cloud, 'HTTPCode_ELB_4XX_Count', ofAll, now, [[own4xx, 1]]);
  if (own5xx > 0) put(cloud, 'HTTPCode_ELB_5XX_Count', ofAll, now, [[own5xx, 1]]);
  for (const group of groups) {
    const own = [...servers].flatMap(([name, did]) =>
      name.startsWith(`${arnSuffix(group.id)}.`) ? [did] : [],
    );
    const dimensions = dimensionsOf(record, group);
    const requests = putServers(cloud, dimensions, own, now);
    const hosts = group.targets.filter(({ state }) => state === 'healthy').length;
    if (hosts === 0) continue;
    put(cloud, 'RequestCountPerTarget', dimensions, now, [[requests / hosts, 1]]);
    const ofGroup = { TargetGroup: resourceLabel(group.id) };
    put(cloud, 'RequestCountPerTarget', ofGroup, now, [[requests / hosts, 1]]);
  }
}

/** What the targets did together; as on AWS, statuses that did not occur and times of no requests are left out. */
function putServers(
  cloud: LocalCloud,
  dimensions: Dimensions,
  servers: readonly ServerTraffic[],
  now: Date,
): number {
  const requests = servers.reduce((sum, server) => sum + server.requests, 0);
  put(cloud, 'RequestCount', dimensions, now, [[requests, 1]]);
  for (const status of ['2xx', '3xx', '4xx', '5xx'] as const) {
    const count = servers.reduce((sum, { answers }) => sum + answers[status], 0);
    if (count > 0) {
      put(cloud, `HTTPCode_Target_${status.toUpperCase()}_Count`, dimensions, now, [[count, 1]]);
    }
  }
  const times = servers.flatMap((server) =>
    server.requests > 0 ? [[server.responseMilliseconds / 1000, server.requests] as const] : [],
  );
  if (times.length > 0) put(cloud, 'TargetResponseTime', dimensions, now, times);
  return requests;
}
