import type { Action } from '../model/action.ts';
import { isGone } from '../model/observed.ts';
import type { Observed, Side } from '../model/observed.ts';
import type { SideBefore } from '../model/rollout.ts';
import type { Decision } from './decision.ts';
import { after, lookAge, shows } from './moments.ts';
import { drainAndRemove } from './retire-old.ts';
import type { Rollout } from './rollout.ts';
import { sideBefore } from './rollout.ts';
import { closeTestTraffic } from './test-traffic.ts';
import { firstOf, twoSides } from './two-sides.ts';
import type { Rule } from './two-sides.ts';
import { isBack, trafficBack } from './way-back.ts';

/** Back to where the rollout began: traffic first, then the sides, then what was made for it. Asks no check. */
export function putBack(observed: Observed, rollout: Rollout, now: Date): Decision {
  const rules = [trafficBack, closeTestTraffic, restoreLive, settleNext, removeEnvironment, untilSure];
  return firstOf(twoSides(observed, rollout, now), rules) ?? { kind: 'done' };
}

/** Sizes and processes of the old side are its own: no rollout between two sides changes them before it counts. */
const restoreLive: Rule = ({ rollout, live }) => {
  const before = sideBefore(rollout, rollout.fromSide);
  if (live?.group === undefined || before === undefined) return undefined;
  const actions = restoreTemplate(live, before);
  if (live.group.retirement !== undefined && before.retireAt === undefined) {
    actions.push({ kind: 'cancel-retirement', release: live.release });
  }
  return actions.length > 0 ? { kind: 'act', actions } : undefined;
};

/** The new side as it was before, or gone where it was not. */
const settleNext: Rule = (sides) => {
  const { observed, next, rollout, now } = sides;
  const before = sideBefore(rollout, rollout.toSide);
  if (next === undefined) {
    // Ordered, or seen and ordered to go, a moment ago: a look from before that does not show it.
    const known = rollout.ordered.removingSince ?? rollout.progressAt;
    if (rollout.preparedAt === undefined || before !== undefined || shows(known, observed.at))
      return undefined;
    return { kind: 'wait', reason: `${rollout.toSide} to be seen, if there is anything of it` };
  }
  if (!isBack(sides)) return { kind: 'wait', reason: `traffic to leave ${rollout.toSide}` };
  if (before === undefined || isExpired(before, now)) return removeNext(next, rollout, now);
  const actions = restoreSide(next, before);
  return actions.length > 0 ? { kind: 'act', actions } : undefined;
};

/** Its time was over while the rollout ran, or it had no instance: it need not be made whole again. */
const isExpired = (before: SideBefore, now: Date): boolean =>
  before.weight === 0 &&
  (before.capacity.desired === 0 || (before.retireAt !== undefined && new Date(before.retireAt) <= now));

function restoreSide(side: Side, before: SideBefore): Action[] {
  const { release, group } = side;
  if (group === undefined) return [];
  const actions = restoreTemplate(side, before);
  const { min, desired, max } = group.capacity;
  const was = before.capacity;
  if (min !== was.min || desired !== was.desired || max !== was.max) {
    actions.push({ kind: 'set-capacity', release, capacity: was });
  }
  if (inOrder(group.suspendedProcesses) !== inOrder(before.suspendedProcesses)) {
    actions.push({ kind: 'set-suspended', release, processes: before.suspendedProcesses });
  }
  if (before.retireAt !== undefined && group.retirement === undefined) {
    actions.push({ kind: 'schedule-retirement', release, at: before.retireAt });
  }
  return actions;
}

const inOrder = (processes: readonly string[]): string => processes.toSorted().join();

/** What the group launched before. Unknown where the template is gone or not seen: then it is left as it is. */
function restoreTemplate({ release, group }: Side, { launches }: SideBefore): Action[] {
  if (group?.launches === undefined || group.launches === launches) return [];
  return [{ kind: 'set-template', release, template: launches }];
}

function removeNext(next: Side, rollout: Rollout, now: Date): Decision {
  const { release, group } = next;
  if (group?.deleting === true) {
    const rest = next.targetGroupArn !== undefined || next.launchTemplateId !== undefined;
    if (rest) return { kind: 'act', actions: [{ kind: 'remove-side', release }] };
    return { kind: 'wait', reason: `the instances of ${release} to end` };
  }
  // It has had users' requests, and they are answered first.
  if (rollout.shiftedAt !== undefined && rollout.fromSide !== undefined)
    return drainAndRemove(next, rollout, now);
  return { kind: 'act', actions: [{ kind: 'remove-side', release }] };
}

/** What differs in nothing from before may be a look from before: the last act would not show in it. */
const untilSure: Rule = ({ observed, rollout: { actedAt } }) => {
  if (actedAt === undefined || shows(actedAt, observed.at)) return undefined;
  return { kind: 'wait', reason: 'what was done to be seen', until: after(actedAt, lookAge) };
};

const removeEnvironment: Rule = ({ observed, rollout }) => {
  if (rollout.environmentExisted || isGone(observed)) return undefined;
  return { kind: 'act', actions: [{ kind: 'remove-environment' }] };
};
