import type { ObservedMember } from '../../model/observed-cluster.ts';

/** Whether there is more of a member than volumes that a restore has put others in the place of. */
export const isThere = ({ networkInterface, instances, volumes }: ObservedMember): boolean =>
  networkInterface !== undefined || instances.length > 0 || volumes.length > 0;
