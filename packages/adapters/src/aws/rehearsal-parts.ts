import {
  paginateDescribeInternetGateways,
  paginateDescribeRouteTables,
  paginateDescribeSnapshots,
  paginateDescribeSubnets,
  paginateDescribeVolumes,
  paginateDescribeVpcs,
} from '@aws-sdk/client-ec2';
import type { InternetGateway, RouteTable, Snapshot, Subnet, Volume, Vpc } from '@aws-sdk/client-ec2';
import type { EnvironmentRef } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { belongs, filtersOf } from './fleet-cloud-tags.ts';

/** The parts of a rehearsal's network. */
export interface NetworkParts {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly gateways: readonly InternetGateway[];
  readonly tables: readonly RouteTable[];
}

/** Finds them by their tags, and by nothing else. */
export async function findNetworkParts(aws: AwsClients, ref: EnvironmentRef): Promise<NetworkParts> {
  const query = { Filters: filtersOf(ref) };
  const at = { client: aws.ec2 };
  const [vpcs, subnets, gateways, tables] = await Promise.all([
    collect(paginateDescribeVpcs(at, query), ({ Vpcs }) => Vpcs, ref),
    collect(paginateDescribeSubnets(at, query), ({ Subnets }) => Subnets, ref),
    collect(paginateDescribeInternetGateways(at, query), ({ InternetGateways }) => InternetGateways, ref),
    collect(paginateDescribeRouteTables(at, query), ({ RouteTables }) => RouteTables, ref),
  ]);
  return { vpcs, subnets, gateways, tables };
}

/** Every snapshot of an environment, whatever it was made for. */
export const findAllSnapshots = (aws: AwsClients, ref: EnvironmentRef): Promise<readonly Snapshot[]> =>
  collect(
    paginateDescribeSnapshots({ client: aws.ec2 }, { OwnerIds: ['self'], Filters: filtersOf(ref) }),
    ({ Snapshots }) => Snapshots,
    ref,
  );

/** Every volume of an environment, whatever it was made for; those of instances that are still there among them. */
export const findAllVolumes = (aws: AwsClients, ref: EnvironmentRef): Promise<readonly Volume[]> =>
  collect(
    paginateDescribeVolumes({ client: aws.ec2 }, { Filters: filtersOf(ref) }),
    ({ Volumes }) => Volumes,
    ref,
  );

async function collect<Page, Item extends { readonly Tags?: Vpc['Tags'] }>(
  pages: AsyncIterable<Page>,
  read: (page: Page) => readonly Item[] | undefined,
  ref: EnvironmentRef,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const page of pages) found.push(...(read(page) ?? []));
  return found.filter(({ Tags }) => belongs(ref, Tags));
}
