import type { Weights } from '../model/observed.ts';
import type { RolloutAction } from '../model/rollout.ts';

export { reasonOf } from '../strategies/reason-of.ts';

/** `r1 0 %, r2 100 %` */
const shares = (weights: Weights): string =>
  weights.map(({ release, weight }) => `${release} ${weight} %`).join(', ');

/** An action as people read it. */
export function summaryOf(action: RolloutAction): string {
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
    case 'prepare-cluster':
      return 'security group of the members in place';
    case 'prepare-member':
      return action.restored === undefined
        ? `network interface and volumes of ${action.member} in place`
        : `volumes of ${action.member} made from ${Object.values(action.restored.snapshots).join(', ')}`;
    case 'snapshot-members':
      return `snapshots of the volumes of ${action.members.join(', ')}`;
    case 'stop-member':
      return `stop ${action.instance} of ${action.member}${action.force ? ' by force' : ''}`;
    case 'detach-volumes':
      return `take the volumes of ${action.member} off ${action.instance}`;
    case 'terminate-member':
      return `end ${action.instance} of ${action.member}`;
    case 'launch-member':
      return `launch ${action.member} on ${action.release}`;
    case 'attach-volumes':
      return `attach the volumes of ${action.member} to ${action.instance}`;
    case 'set-aside-volumes':
      return `set ${action.volumes.join(', ')} of ${action.member} aside`;
    case 'take-back-volumes':
      return `give ${action.volumes.join(', ')} back to ${action.member}`;
    case 'retire-snapshots':
      return `delete ${action.snapshots.length} snapshots of earlier rollouts`;
    case 'retire-templates':
      return `delete the launch templates of ${action.releases.join(', ')}`;
    case 'mark-formatted':
      return `note that the volumes of ${action.member} hold data`;
    case 'publish-members':
      return 'publish the addresses of the members';
    case 'remove-cluster':
      return 'remove network interfaces, launch templates and security group';
    case 'delete-volumes':
      return `delete the volumes of ${action.member}`;
  }
}

/** What putting back amounted to, in words. */
export function putBackWords(actions: readonly RolloutAction[]): readonly string[] {
  return [...new Set(actions.map(summaryOf))];
}
