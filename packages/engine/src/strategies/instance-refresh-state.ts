import type { ObservedRefresh } from '../model/observed.ts';
import { minutes } from '../model/duration.ts';
import type { Decision } from './decision.ts';
import type { RollingTask } from './rolling-task.ts';
import { sideBefore } from './rollout.ts';
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

/**
 * The refresh that brings this rollout's release. One that is over is it only if this rollout has ordered one, and it
 * is not from before: of an earlier rollout's, the template may be gone, and with it what it brought.
 */
export function ownRefresh({ group, rollout }: RollingTask): ObservedRefresh | undefined {
  const { refresh } = group;
  const { preparedAt } = rollout;
  if (refresh === undefined || (refresh.to !== undefined && refresh.to !== rollout.to)) return undefined;
  const state = refreshState(refresh);
  if (state === 'running' || state === 'stopping') return refresh;
  if (preparedAt === undefined || refresh.id === sideBefore(rollout, rollout.toSide)?.refresh)
    return undefined;
  // Two clocks are compared.
  const since = preparedAt.getTime() - clockDifference.milliseconds;
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
