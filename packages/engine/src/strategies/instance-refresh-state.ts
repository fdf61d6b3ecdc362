import type { ObservedRefresh } from '../model/observed.ts';
import { minutes } from '../model/duration.ts';
import type { Decision } from './decision.ts';
import type { RollingTask } from './rolling-task.ts';
import type { Rollout } from './rollout.ts';

const clockDifference = minutes(5);

/** How far an Instance Refresh is: `ended` in any way but success. */
export function refreshState({ status }: ObservedRefresh): 'running' | 'stopping' | 'successful' | 'ended' {
  switch (status) {
    case 'Pending':
    case 'InProgress':
    case 'Baking':
      return 'running';
    case 'Cancelling':
    case 'RollbackInProgress':
      return 'stopping';
    case 'Successful':
      return 'successful';
    default:
      return 'ended';
  }
}

/** The refresh that brings this rollout's release; one that ended before the rollout began is not it. */
export function ownRefresh({ group, rollout }: RollingTask): ObservedRefresh | undefined {
  const { refresh } = group;
  if (refresh === undefined || (refresh.to !== undefined && refresh.to !== rollout.to)) return undefined;
  const state = refreshState(refresh);
  if (state === 'running' || state === 'stopping') return refresh;
  // Two clocks are compared.
  const since = rollout.startedAt.getTime() - clockDifference.milliseconds;
  return refresh.startedAt === undefined || refresh.startedAt.getTime() >= since ? refresh : undefined;
}

/** On the way back, no refresh may go on: ours is cancelled, another one is waited for; undefined: none does. */
export function stopRefresh({ group, rollout }: RollingTask): Decision | undefined {
  const { refresh } = group;
  const state = refresh === undefined ? 'ended' : refreshState(refresh);
  if (refresh === undefined || state === 'ended' || state === 'successful') return undefined;
  if (state === 'stopping') return { kind: 'wait', reason: 'the instance refresh to stop' };
  if (isForeign(refresh, rollout)) {
    return { kind: 'wait', reason: 'the instance refresh of somebody else to end', meant: true };
  }
  return { kind: 'act', actions: [{ kind: 'cancel-refresh', release: rollout.toSide }] };
}

/** One that brings another template; or, where that is not known, one that ours was refused for. */
function isForeign({ to }: ObservedRefresh, { to: ours, turnedBack }: Rollout): boolean {
  if (to !== undefined) return to !== ours;
  return turnedBack?.kind === 'refused' && turnedBack.action === 'start-refresh';
}
