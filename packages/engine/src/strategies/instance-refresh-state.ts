import type { ObservedRefresh } from '../model/observed.ts';
import { minutes } from '../model/duration.ts';
import type { Decision } from './decision.ts';
import type { RollingTask } from './rolling-task.ts';

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

/** On the way back, no refresh may go on; undefined: none does. */
export function stopRefresh({ group, rollout }: RollingTask): Decision | undefined {
  const state = group.refresh === undefined ? 'ended' : refreshState(group.refresh);
  if (state === 'running') {
    return { kind: 'act', actions: [{ kind: 'cancel-refresh', release: rollout.toSide }] };
  }
  if (state === 'stopping') return { kind: 'wait', reason: 'the instance refresh to stop' };
  return undefined;
}
