import type { ObservedCluster } from '../../model/observed-cluster.ts';
import { optional } from '../optional.ts';
import type { MemberAddress } from '../outcome.ts';
import { releaseRunBy } from './releases-on.ts';

/** Where the members are reached: those that have an address. */
export const addressesOf = ({ members }: ObservedCluster): readonly MemberAddress[] =>
  members.flatMap((member) => {
    const { name, networkInterface } = member;
    if (networkInterface === undefined) return [];
    return [{ name, address: networkInterface.address, ...optional({ release: releaseRunBy(member) }) }];
  });
