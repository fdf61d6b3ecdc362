import type { Action } from '../model/action.ts';
import type { Because } from '../model/rollout.ts';
import type { Weights } from '../model/observed.ts';

/** `r1 0 %, r2 100 %` */
const shares = (weights: Weights): string =>
  weights.map(({ release, weight }) => `${release} ${weight} %`).join(', ');

/** An action as people read it. */
export function summaryOf(action: Action): string {
  switch (action.kind) {
    case 'prepare-environment':
      return 'security groups and load balancer in place';
    case 'prepare-side':
      return `${action.release} in place with ${action.capacity.desired} instances`;
    case 'set-weights':
      return `shift traffic: ${shares(action.weights)}`;
    case 'set-capacity':
      return `set ${action.release} to ${action.capacity.desired} instances`;
    case 'schedule-retirement':
      return `keep ${action.release} until ${action.at}`;
    case 'cancel-retirement':
      return `keep ${action.release} for good`;
    case 'set-suspended':
      return `suspended processes of ${action.release}: ${action.processes.join(', ') || 'none'}`;
    case 'remove-side':
      return `remove ${action.release}`;
    case 'remove-environment':
      return 'remove load balancer and security groups';
  }
}

/** Why a rollout turned back, in one sentence. */
export function reasonOf(because: Because): string {
  switch (because.kind) {
    case 'not-healthy':
      return `${because.healthy} of ${because.wanted} instances were healthy after ${because.after}`;
    case 'traffic-failed':
      return because.requests === 0
        ? 'no sampled request was answered'
        : `${because.failures} of ${because.requests} sampled requests failed, the last with ${because.lastFailure}`;
    case 'interrupted':
      return 'it was interrupted';
    case 'killed':
      return 'its process was killed';
    case 'refused':
      return `${because.action} was refused: ${because.message}`;
  }
}

/** What putting back amounted to, in words. */
export function putBackWords(actions: readonly Action[]): readonly string[] {
  return [...new Set(actions.map(summaryOf))];
}
