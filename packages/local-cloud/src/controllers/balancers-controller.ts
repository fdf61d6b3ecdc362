import type { LocalCloud } from '../cloud.ts';
import { loadBalancersOf } from '../services/elbv2/usage.ts';
import type { LoadBalancerRecord } from '../store/records/elbv2.ts';
import { countInFlight, type DrainingTarget, drainingTargets, forgetDrained } from './balancers-drain.ts';
import { balancerId, balancerSpec } from './balancers-spec.ts';

/** Keeps the machines' load balancers as the records say. */
export interface BalancersController {
  tick(): Promise<void>;
}

/** The load balancers that may run, by the machines' names, for the balancer's `open`. */
export function balancerIds(cloud: LocalCloud): ReadonlySet<string> {
  return new Set(Array.from(cloud.tables.loadBalancers.values(), balancerId));
}

/** Makes the controller of load balancers, listeners and draining targets. */
export function createBalancersController(cloud: LocalCloud): BalancersController {
  const { machines, tables } = cloud;
  /** What this process has set up: name -> address. */
  const served = new Map<string, string>();
  const failures = new Map<string, string>();

  async function serve(record: LoadBalancerRecord, now: Date): Promise<void> {
    const id = balancerId(record);
    if (!served.has(id)) {
      await machines.addAddress(record.address);
      served.set(id, record.address);
    }
    await machines.balancer.apply(balancerSpec(cloud, record, now));
    const current = tables.loadBalancers.get(record.id);
    if (!current || current.state === 'active') return;
    const { stateReason: _, ...rest } = current;
    tables.loadBalancers.put({ ...rest, state: 'active' });
    cloud.poke();
  }

  async function takeAway(id: string, address: string): Promise<void> {
    await machines.balancer.remove(id);
    await machines.removeAddress(address);
    served.delete(id);
  }

  /** One load balancer's trouble is its own; it is logged once, and tried again at every tick. */
  async function attempt(id: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      failures.delete(id);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (failures.get(id) !== reason) cloud.log('load balancer failed', { id, reason });
      failures.set(id, reason);
      return false;
    }
  }

  async function serveOrFail(record: LoadBalancerRecord, now: Date): Promise<boolean> {
    const id = balancerId(record);
    if (await attempt(id, () => serve(record, now))) return true;
    if (tables.loadBalancers.get(record.id)?.state === 'provisioning') {
      tables.loadBalancers.update(record.id, { state: 'failed', stateReason: failures.get(id) ?? '' });
    }
    return false;
  }

  return {
    async tick() {
      const now = cloud.now();
      const draining = drainingTargets(cloud);
      const records = [...tables.loadBalancers.values()];
      const applied = await Promise.all(records.map((record) => serveOrFail(record, now)));
      const wanted = balancerIds(cloud);
      const gone = [...served].filter(([id]) => !wanted.has(id));
      await Promise.all(gone.map(([id, address]) => attempt(id, () => takeAway(id, address))));
      if (draining.length === 0) return;
      const serving = records.filter((_, index) => applied[index]);
      const inFlight = await countInFlight(cloud, serving).catch(() => undefined);
      // A load balancer in trouble holds up the draining of its own groups only.
      const troubled = records.filter((record) => !serving.includes(record)).map(({ id }) => id);
      const isKnown = ({ group }: DrainingTarget): boolean =>
        !loadBalancersOf(cloud, group.id).some((arn) => troubled.includes(arn));
      forgetDrained(cloud, draining.filter(isKnown), inFlight, now);
      forgetDrained(cloud, draining, undefined, now);
    },
  };
}
