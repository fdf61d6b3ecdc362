import type { LocalCloud } from '../cloud.ts';
import { addressOf, stateOfStopped } from '../services/elbv2/target-health.ts';
import { deregisterTargets } from '../services/elbv2/targets.ts';
import { loadBalancersOf } from '../services/elbv2/usage.ts';
import type { TargetGroupRecord, TargetRecord } from '../store/records/elbv2.ts';
import { checkTarget, type HealthCheckOutcome, type HealthCheckRequest } from './target-health-check.ts';
import { judgeTarget, type Streak } from './target-health-judge.ts';

/** Checks targets and records what it finds. */
export interface TargetHealthController {
  /** Starts the checks that are due; does not wait for them. */
  tick(): Promise<void>;
  /** Resolves when no check is on its way. */
  idle(): Promise<void>;
}

/** How a check is made; another one for clouds whose machines are switched off. */
export type CheckTarget = (check: HealthCheckRequest) => Promise<HealthCheckOutcome>;

/** Deliberately faster than AWS: a new target is asked this often, so that nobody waits for a whole interval. */
const INITIAL_INTERVAL_MS = 250;
/** Ticks come every 200 ms: a check that is due before half of that has passed is made now. */
const TICK_SLACK_MS = 100;

const REGISTERING = {
  state: 'initial',
  reason: 'Elb.RegistrationInProgress',
  description: 'Target registration is in progress',
} as const;
const CHECKING = {
  state: 'initial',
  reason: 'Elb.InitialHealthChecking',
  description: 'Initial health checks in progress',
} as const;

interface Watch {
  readonly since: number;
  startedAt: number;
  streak: Streak;
  check: Promise<void> | undefined;
}

/** Makes the controller of target health. */
export function createTargetHealthController(
  cloud: LocalCloud,
  check: CheckTarget = checkTarget,
): TargetHealthController {
  const watches = new Map<string, Watch>();

  function look(group: TargetGroupRecord, target: TargetRecord, from: string | undefined, now: number): void {
    const stopped = stateOfStopped(cloud, group, target);
    if (stopped === 'terminated') {
      deregisterTargets(cloud, group.id, [{ id: target.targetId, port: target.port }]);
      return;
    }
    const address = addressOf(cloud, group, target);
    if (from === undefined || stopped !== undefined || address === undefined) {
      watches.delete(keyOf(group, target));
      change(group.id, target, REGISTERING);
      return;
    }
    const watch = watchOf(group, target, now);
    const { healthCheck } = group;
    const interval = target.state === 'initial' ? INITIAL_INTERVAL_MS : healthCheck.intervalSeconds * 1000;
    if (watch.check || now + TICK_SLACK_MS < watch.startedAt + interval) return;
    watch.startedAt = now;
    watch.check = check({
      protocol: healthCheck.protocol === 'HTTPS' ? 'HTTPS' : 'HTTP',
      address,
      port: healthCheck.port === 'traffic-port' ? target.port : Number(healthCheck.port),
      path: healthCheck.path,
      from,
      timeoutSeconds: healthCheck.timeoutSeconds,
    }).then((outcome) => {
      watch.check = undefined;
      record(group.id, target, watch, outcome);
    });
  }

  function watchOf(group: TargetGroupRecord, target: TargetRecord, now: number): Watch {
    const key = keyOf(group, target);
    const known = watches.get(key);
    if (known) return known;
    const watch = { since: now, startedAt: -Infinity, streak: { passed: 0, failed: 0 }, check: undefined };
    watches.set(key, watch);
    if (target.state === 'initial') change(group.id, target, CHECKING);
    return watch;
  }

  function record(groupId: string, target: TargetRecord, watch: Watch, outcome: HealthCheckOutcome): void {
    const group = cloud.tables.targetGroups.get(groupId);
    const current = group?.targets.find((other) => isSame(other, target));
    // What came too late counts for nothing: the target left, drains, or was stopped meanwhile.
    if (!group || !current || watches.get(keyOf(group, current)) !== watch) return;
    const ageSeconds = (cloud.now().getTime() - watch.since) / 1000;
    const { streak, ...verdict } = judgeTarget(current, watch.streak, outcome, group.healthCheck, ageSeconds);
    watch.streak = streak;
    change(groupId, target, verdict);
  }

  function change(
    groupId: string,
    target: TargetRecord,
    health: Pick<TargetRecord, 'state' | 'reason' | 'description'>,
  ): void {
    const targets = cloud.tables.targetGroups.get(groupId)?.targets ?? [];
    const current = targets.find((other) => isSame(other, target));
    if (!current || (current.state === health.state && current.description === health.description)) return;
    const { reason: _, description: __, ...rest } = current;
    const next = { ...rest, ...health };
    cloud.tables.targetGroups.update(groupId, {
      targets: targets.map((other) => (other === current ? next : other)),
    });
    if (current.state === health.state) return;
    const { targetId, port } = target;
    cloud.log('target health', { groupId, targetId, port, state: health.state, reason: health.reason });
    cloud.poke();
  }

  return {
    async tick() {
      const now = cloud.now().getTime();
      const present = new Set<string>();
      for (const group of cloud.tables.targetGroups.values()) {
        const from = checkingAddress(cloud, group);
        for (const target of group.targets) {
          if (target.state === 'draining') continue;
          present.add(keyOf(group, target));
          look(group, target, from, now);
        }
      }
      for (const key of watches.keys()) if (!present.has(key)) watches.delete(key);
    },
    async idle() {
      await Promise.all([...watches.values()].flatMap(({ check }) => (check ? [check] : [])));
    },
  };
}

/** The load balancer that checks a group's targets, by its address; none while no listener sends to the group. */
function checkingAddress(cloud: LocalCloud, group: TargetGroupRecord): string | undefined {
  const [arn = ''] = loadBalancersOf(cloud, group.id);
  const loadBalancer = cloud.tables.loadBalancers.get(arn);
  return loadBalancer?.state === 'active' ? loadBalancer.address : undefined;
}

/** A target that was taken out and registered again is another one. */
function keyOf(group: TargetGroupRecord, { targetId, port, registeredAt }: TargetRecord): string {
  return `${group.id} ${targetId} ${port} ${registeredAt.getTime()}`;
}

function isSame(one: TargetRecord, other: TargetRecord): boolean {
  return (
    one.targetId === other.targetId &&
    one.port === other.port &&
    one.registeredAt.getTime() === other.registeredAt.getTime() &&
    one.state !== 'draining'
  );
}
