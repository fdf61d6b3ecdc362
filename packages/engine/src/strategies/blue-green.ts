import { formatDuration, milliseconds } from '../model/duration.ts';
import type { Duration } from '../model/duration.ts';
import { healthyInstances, sideOf } from '../model/observed.ts';
import type { Observed, Side } from '../model/observed.ts';
import type { Action } from '../model/action.ts';
import type { Decision } from './decision.ts';
import { isComplete, isReady } from './readiness.ts';
import { moveTraffic } from './move-traffic.ts';
import { putBack } from './put-back.ts';
import { retireOld } from './retire-old.ts';
import type { Rollout } from './rollout.ts';
import { sideBefore } from './rollout.ts';
import { failedTraffic, trafficAgrees } from './traffic-gate.ts';

const balancerDeadline = 15 * 60_000;

/** A whole new side beside the old one; traffic moves at once when it is healthy, and back at once when it fails. */
export function blueGreen(observed: Observed, rollout: Rollout, now: Date): Decision {
  if (rollout.turnedBack !== undefined) return putBack(observed, rollout, now);
  const next = sideOf(observed, rollout.toSide);
  const live = sideOf(observed, rollout.fromSide);
  // A first side gets the traffic as soon as it answers: nobody could be harmed, and nothing counts until it is done.
  const shifted = rollout.from !== undefined && (next?.weight ?? 0) > 0;
  if (next?.group?.retirement !== undefined && rollout.preparedAt !== undefined) {
    return { kind: 'act', actions: [{ kind: 'cancel-retirement', release: rollout.toSide }] };
  }
  if (shifted) return settle(observed, rollout, now, next, live);

  if (rollout.interrupted) return { kind: 'turn-back', because: { kind: 'interrupted' } };
  const standing = rollout.from === undefined && isReady(observed, next);
  if (rollout.recovering && !standing) return { kind: 'turn-back', because: { kind: 'killed' } };
  return prepare(observed, rollout, now, next, live);
}

function prepare(
  observed: Observed,
  rollout: Rollout,
  now: Date,
  next: Side | undefined,
  live: Side | undefined,
): Decision {
  if (next?.group?.deleting) return { kind: 'wait', reason: `the earlier group of ${rollout.to} to be gone` };
  if (rollout.preparedAt === undefined || !isComplete(next)) {
    return { kind: 'act', actions: orderSide(observed, rollout, next, live) };
  }
  const grown = followGrowth(rollout, next, live);
  if (grown !== undefined) return { kind: 'act', actions: [grown] };
  if (observed.loadBalancer?.state !== 'active') return awaitBalancer(observed, rollout, now);
  if (!isReady(observed, next) || rollout.healthySince === undefined) return awaitHealth(rollout, now, next);

  // A side that stood all the time has shown its health; one that starts anew has not.
  const stood = (sideBefore(rollout, rollout.toSide)?.capacity.desired ?? 0) > 0;
  const reverts = rollout.kind === 'rollback' && stood;
  const healthyFor = reverts ? milliseconds(0) : rollout.strategy.minHealthyTime;
  const until = after(rollout.healthySince, healthyFor);
  if (now < until) {
    return { kind: 'wait', reason: `${rollout.to} to stay healthy for ${formatDuration(healthyFor)}`, until };
  }
  if (rollout.from !== undefined) {
    return {
      kind: 'act',
      actions: [{ kind: 'set-weights', weights: moveTraffic(observed, rollout.toSide) }],
    };
  }
  if (!trafficAgrees(rollout, rollout.healthySince, now)) {
    if (now >= after(rollout.healthySince, rollout.strategy.healthyDeadline)) {
      return { kind: 'turn-back', because: failedTraffic(rollout.traffic) };
    }
    return { kind: 'wait', reason: 'sampled requests to succeed' };
  }
  return retireOld(observed, rollout, now);
}

/** After the shift: sampled requests and target health must agree before it counts. */
function settle(
  observed: Observed,
  rollout: Rollout,
  now: Date,
  next: Side | undefined,
  live: Side | undefined,
): Decision {
  const shiftedAt = rollout.shiftedAt ?? rollout.startedAt;
  const broken = rollout.probed && rollout.traffic.failures >= 3;
  const lost = healthyInstances(next).length === 0;
  if (broken || lost) {
    const because = broken ? failedTraffic(rollout.traffic) : notHealthy(rollout, next);
    // An old side that has nothing healthy is no place to go back to.
    if (healthyInstances(live).length > 0) return { kind: 'turn-back', because };
    if (broken) {
      return {
        kind: 'stop',
        reason: `requests fail on ${rollout.to} and ${rollout.from} has no healthy instance`,
      };
    }
  }
  if (!isReady(observed, next)) {
    const late = now >= after(shiftedAt, rollout.strategy.healthyDeadline);
    if (late && healthyInstances(live).length > 0)
      return { kind: 'turn-back', because: notHealthy(rollout, next) };
    if (late) return { kind: 'stop', reason: `${rollout.to} lost its health after the shift` };
    return { kind: 'wait', reason: `${rollout.to} to be healthy again` };
  }
  if (!trafficAgrees(rollout, shiftedAt, now)) {
    const tooLong = now >= after(shiftedAt, rollout.strategy.healthyDeadline);
    if (tooLong && healthyInstances(live).length > 0) {
      return { kind: 'turn-back', because: failedTraffic(rollout.traffic) };
    }
    return {
      kind: 'wait',
      reason: `sampled requests to ${rollout.to} to succeed`,
      until: after(shiftedAt, rollout.strategy.bakeTime),
    };
  }
  return retireOld(observed, rollout, now);
}

function orderSide(
  observed: Observed,
  rollout: Rollout,
  next: Side | undefined,
  live: Side | undefined,
): readonly Action[] {
  const listed = observed.sides.filter(
    (side) => side.weight !== undefined && side.release !== rollout.toSide,
  );
  const weights = listed.map(({ release, weight }) => ({ release, weight: weight ?? 0 }));
  // Listed with no weight, so that it is health-checked before it gets a request.
  const weight = weights.some((side) => side.weight > 0) ? 0 : 100;
  const cancel: readonly Action[] =
    next?.group?.retirement === undefined ? [] : [{ kind: 'cancel-retirement', release: rollout.toSide }];
  return [
    { kind: 'prepare-environment' },
    ...cancel,
    {
      kind: 'prepare-side',
      release: rollout.toSide,
      capacity: rollout.capacity,
      weights: [...weights, { release: rollout.toSide, weight }],
      suspendedProcesses: live?.group?.suspendedProcesses ?? [],
    },
  ];
}

/** The live group may scale while the new side comes up: the new side follows before it takes over. */
function followGrowth(rollout: Rollout, next: Side, live: Side | undefined): Action | undefined {
  const before = sideBefore(rollout, rollout.fromSide)?.capacity.desired;
  if (next.group === undefined || live?.group === undefined || before === undefined) return undefined;
  const desired = rollout.capacity.desired + Math.max(0, live.group.capacity.desired - before);
  const { capacity } = next.group;
  if (capacity.desired >= desired) return undefined;
  const grown = { ...capacity, desired, max: Math.max(capacity.max, desired) };
  return { kind: 'set-capacity', release: rollout.toSide, capacity: grown };
}

function awaitBalancer({ loadBalancer }: Observed, rollout: Rollout, now: Date): Decision {
  const late = now >= after(rollout.preparedAt ?? now, milliseconds(balancerDeadline));
  if (loadBalancer?.state === 'failed' || late) {
    const message = `the load balancer is ${loadBalancer?.state ?? 'missing'}`;
    return { kind: 'turn-back', because: { kind: 'refused', action: 'prepare-environment', message } };
  }
  return { kind: 'wait', reason: 'the load balancer to be active' };
}

function awaitHealth(rollout: Rollout, now: Date, next: Side): Decision {
  const since = Math.max(
    (rollout.preparedAt ?? now).getTime(),
    (rollout.balancerActiveSince ?? now).getTime(),
  );
  if (now >= after(new Date(since), rollout.strategy.healthyDeadline)) {
    return { kind: 'turn-back', because: notHealthy(rollout, next) };
  }
  const wanted = next.group?.capacity.desired ?? rollout.capacity.desired;
  return {
    kind: 'wait',
    reason: `${healthyInstances(next).length} of ${wanted} instances of ${rollout.to} healthy`,
  };
}

const notHealthy = (rollout: Rollout, next: Side | undefined) =>
  ({
    kind: 'not-healthy',
    healthy: healthyInstances(next).length,
    wanted: next?.group?.capacity.desired ?? rollout.capacity.desired,
    after: formatDuration(rollout.strategy.healthyDeadline),
  }) as const;

const after = (time: Date, { milliseconds }: Duration): Date => new Date(time.getTime() + milliseconds);
