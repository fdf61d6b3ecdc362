import type { ClusterAction } from '../model/cluster-action.ts';
import type { RolloutAction } from '../model/rollout.ts';

/** What only a cluster does: a launch template is made for both. */
type OfCluster = Exclude<ClusterAction, { readonly kind: 'prepare-template' }>;

const kinds: Readonly<Record<OfCluster['kind'], true>> = {
  'prepare-cluster': true,
  'prepare-member': true,
  'snapshot-members': true,
  'stop-member': true,
  'detach-volumes': true,
  'terminate-member': true,
  'launch-member': true,
  'attach-volumes': true,
  'set-aside-volumes': true,
  'take-back-volumes': true,
  'retire-snapshots': true,
  'retire-templates': true,
  'mark-formatted': true,
  'publish-members': true,
  'remove-cluster': true,
  'delete-volumes': true,
};

/** Whether only a cluster does that. */
export const isOfCluster = (action: RolloutAction): action is OfCluster => action.kind in kinds;
