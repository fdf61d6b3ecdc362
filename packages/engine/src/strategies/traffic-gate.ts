import { formatDuration } from '../model/duration.ts';
import { healthyInstances } from '../model/observed.ts';
import type { ReleaseId } from '../model/release.ts';
import type { Because } from '../model/rollout.ts';
import type { Traffic } from '../model/traffic.ts';
import { passGates } from './ask-checks.ts';
import { lastWord } from './ask-tests.ts';
import { notHealthy } from './await-health.ts';
import { after, latest, shows } from './moments.ts';
import { needed } from './new-capacity.ts';
import type { Rollout } from './rollout.ts';
import type { Rule } from './two-sides.ts';

/** Lets by when sampled requests have succeeded, without a break, for the bake time since then, and `end` gates and tests hold. */
export const bake =
  (since: Date): Rule =>
  (sides) => {
    const gates = passGates('end')(sides);
    if (gates?.kind === 'note' || gates?.kind === 'turn-back') return gates;
    const { rollout, now } = sides;
    const { bakeTime, healthyDeadline } = rollout.strategy;
    const good = goodSince(rollout, since);
    const until = good === undefined ? undefined : after(good, bakeTime);
    // A person is asked last, about what has shown itself.
    if (until !== undefined && now >= until) return lastWord(gates, rollout);
    // Where none failed, none was sent: this machine slept, and looked at the time before it asked.
    const failed = rollout.probed && rollout.traffic.failures > 0;
    if (failed && now >= after(after(sampledSince(rollout, since), bakeTime), healthyDeadline)) {
      return { kind: 'turn-back', because: failedTraffic(rollout.traffic) };
    }
    const checks = gates?.kind === 'wait' ? { checks: gates.checks ?? [] } : {};
    if (until === undefined) return { kind: 'wait', reason: 'sampled requests to succeed', ...checks };
    const reason = `${rollout.to} to go well for ${formatDuration(bakeTime)}`;
    return { kind: 'wait', reason, until, meant: true, ...checks };
  };

/** Turns back what fails in front of users, at whatever share of the traffic. */
export const turnOnFailure: Rule = (sides) => {
  const { rollout, now } = sides;
  if (rollout.shiftedAt === undefined) return undefined;
  // Nobody asks: then it is a look that says so, which is not from before the side was seen to be healthy.
  if (!rollout.probed) return shows(rollout.shiftedAt, now) ? lostAll(sides) : undefined;
  const tested = rollout.testTraffic[rollout.toSide];
  const seen = [tested, isOldFailing(rollout) ? undefined : rollout.traffic].filter(
    (some) => some !== undefined,
  );
  const failing = seen.find(({ failures }) => failures >= 3);
  if (failing !== undefined) {
    const because = failedTraffic(failing, failing === tested ? rollout.to : undefined);
    return { kind: 'turn-back', because };
  }
  // Instances that are missing from one look may be there all the same: a failed request says that they are not.
  const doubted = seen.some(({ failures }) => failures > 0);
  return doubted ? lostAll(sides) : undefined;
};

/**
 * Users' requests failed before there was anything new, and many still go to the old side: they say nothing of the new
 * one. Otherwise no canary could mend what is broken.
 */
const isOldFailing = ({ trafficBefore, ordered, testTraffic, toSide }: Rollout): boolean =>
  trafficBefore !== undefined &&
  trafficBefore.failures > 0 &&
  testTraffic[toSide] !== undefined &&
  (ordered.share?.weight ?? 0) < 100;

/** Nothing is left of the new side. An old side that has nothing either is no place to go back to. */
const lostAll: Rule = (sides) => {
  if (sides.healthy.length > 0 || healthyInstances(sides.live).length === 0) return undefined;
  return { kind: 'turn-back', because: notHealthy(sides, needed(sides, 100)) };
};

/** The reason for turning back that the samples give; `tested`: the release that they asked for by name. */
export const failedTraffic = (
  { requests, failures, lastFailure }: Traffic,
  tested?: ReleaseId,
): Extract<Because, { kind: 'traffic-failed' }> => ({
  kind: 'traffic-failed',
  requests,
  failures,
  lastFailure: lastFailure ?? 'no answer',
  ...(tested === undefined ? {} : { tested }),
});

/** From when samples could show it: while nobody watched, and nothing was asked, no time was lost by what was not seen. */
export const sampledSince = ({ watchedSince, traffic }: Rollout, since: Date): Date =>
  latest(since, watchedSince, traffic.since);

function goodSince({ probed, traffic }: Rollout, since: Date): Date | undefined {
  if (!probed) return since;
  return traffic.okSince === undefined ? undefined : latest(since, traffic.okSince);
}
