import { CloudError } from '@imago/engine';
import type { CheckSampler, ClusterHealth, ClusterSampler, MemberHealth } from '@imago/engine';
import type { VirtualClock } from '../../virtual-clock.ts';
import type { ClusterWorld } from './world.ts';

/** What the members say of themselves at this moment, as far as they are reached. */
function wordOf(world: ClusterWorld, names: readonly string[], at: Date): ClusterHealth {
  const { store, now, unreachable } = world;
  const { leader } = store;
  const reached = (name: string): boolean => store.works(name) && (unreachable.get(name) ?? 0) <= now;
  const members = names.map((name): MemberHealth => {
    if (!reached(name)) return { name, healthy: false, role: 'unknown', detail: 'no answer' };
    const healthy = store.follows(name);
    const role = !healthy ? 'unknown' : name === leader ? 'leader' : 'follower';
    const detail = healthy ? 'well' : 'has no leader';
    return { name, healthy, role, behind: Math.round(store.behind(name)), detail };
  });
  const following = members.filter(({ healthy }) => healthy).length;
  return {
    at,
    members,
    quorum: following >= store.quorum,
    alarms: now < world.alarmUntil && following > 0 ? ['NOSPACE'] : [],
    ...(leader === undefined || following === 0 ? {} : { leader }),
  };
}

/** Asks the members of a simulated cluster. */
export const createClusterSampler = (world: ClusterWorld, clock: VirtualClock): ClusterSampler => ({
  async sample(_, members) {
    const at = clock.now();
    if (world.now < world.deafUntil) throw new CloudError('unavailable', 'ETIMEDOUT', 'nothing is heard');
    return wordOf(
      world,
      members.map(({ name }) => name),
      at,
    );
  },
});

/** Answers checks by the word in their command: `passes`, `fails`, or `flaky`; `hands over` does so first. */
export const createClusterChecks = (world: ClusterWorld): CheckSampler => ({
  async sample({ check, instances }) {
    const run =
      check.kind === 'command'
        ? check.run
        : check.kind === 'hook' && check.action.kind !== 'http'
          ? check.action.run
          : 'passes';
    if (run.includes('hands over')) {
      for (const { id } of instances) {
        const machine = world.machine(id);
        if (machine !== undefined) world.store.handOver(machine.member);
      }
    }
    const passes = !run.includes('fails') && (!run.includes('flaky') || world.random.chance(0.7));
    const ok = world.checksPass || (passes && world.now >= world.checksFailUntil);
    return { ok, detail: ok ? 'fine' : 'not fine' };
  },
});
