import type { Action } from '../model/action.ts';
import type { Weights } from '../model/observed.ts';

export { reasonOf } from '../strategies/reason-of.ts';

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
    case 'set-capacity': {
      const { desired } = action.capacity;
      const atRest = action.atRest?.desired ?? desired;
      return `set ${action.release} to ${desired} instances${atRest === desired ? '' : `, ${atRest} in the end`}`;
    }
    case 'schedule-retirement':
      return `keep ${action.release} until ${action.at}`;
    case 'cancel-retirement':
      return `keep ${action.release} for good`;
    case 'set-suspended':
      return `suspended processes of ${action.release}: ${action.processes.join(', ') || 'none'}`;
    case 'prepare-template':
      return `launch template of ${action.release} in place`;
    case 'set-template':
      return `the group of ${action.release} launches ${action.template} from now on`;
    case 'terminate': {
      const count = action.instances.length;
      const instances = count === 1 ? (action.instances[0] ?? '') : `${count} instances`;
      return `end ${instances} of ${action.release}${action.shrink ? '' : ', to be replaced'}`;
    }
    case 'set-test-traffic':
      return action.releases.length === 0
        ? 'close test traffic'
        : `test traffic to ${action.releases.join(', ')}`;
    case 'start-refresh':
      return `instance refresh of ${action.release} to ${action.template}`;
    case 'cancel-refresh':
      return `cancel the instance refresh of ${action.release}`;
    case 'remove-side':
      return `remove ${action.release}`;
    case 'remove-environment':
      return 'remove load balancer and security groups';
  }
}

/** What putting back amounted to, in words. */
export function putBackWords(actions: readonly Action[]): readonly string[] {
  return [...new Set(actions.map(summaryOf))];
}
