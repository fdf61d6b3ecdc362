import type { LocalCloud } from '../cloud.ts';
import { StartError } from './start-error.ts';

/** Refuses a host on which something else has taken the block of one of the cloud's VPCs meanwhile. */
export function checkVpcs({ tables, machines }: Pick<LocalCloud, 'tables' | 'machines'>): void {
  for (const { id, cidr, isDefault } of tables.vpcs.values()) {
    // That of the default VPC is the cloud's own network, which was checked before.
    const conflict = isDefault ? undefined : machines.conflictOf(cidr);
    if (conflict === undefined) continue;
    throw new StartError(
      `the block ${cidr} of ${id} is in use: ${conflict}`,
      'free it there, or start a cloud in another folder with --data-dir',
    );
  }
}
