import type { ObservedCluster } from '../../model/observed-cluster.ts';
import type { MemberAddress } from '../outcome.ts';

/** Where the members are reached: those that have an address. */
export const addressesOf = ({ members }: ObservedCluster): readonly MemberAddress[] =>
  members.flatMap(({ name, networkInterface }) =>
    networkInterface === undefined ? [] : [{ name, address: networkInterface.address }],
  );
