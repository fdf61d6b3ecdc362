import type { ClusterSettings } from '../../model/cluster.ts';
import type { ObservedCluster } from '../../model/observed-cluster.ts';

/** A member that could not have the address again that its data may know it by. */
export interface LostAddress {
  readonly member: string;
  readonly address: string;
  readonly before: string;
}

/** Members whose volumes remember another address than they have, where the config gives them none. */
export const lostAddresses = (
  { members }: ObservedCluster,
  settings: Pick<ClusterSettings, 'members'>,
): readonly LostAddress[] =>
  members.flatMap(({ name: member, networkInterface, volumes }) => {
    const given = settings.members.find(({ name }) => name === member)?.address;
    const address = networkInterface?.address;
    const before = volumes.find((volume) => volume.address !== undefined)?.address;
    if (given !== undefined || address === undefined || before === undefined || before === address) return [];
    return [{ member, address, before }];
  });
