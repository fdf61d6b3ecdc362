import {
  paginateDescribeInstances,
  paginateDescribeNetworkInterfaces,
  paginateDescribeSnapshots,
  paginateDescribeVolumes,
} from '@aws-sdk/client-ec2';
import type { Filter, Instance, NetworkInterface, Snapshot, Volume } from '@aws-sdk/client-ec2';
import { tagKeys } from '@imago/engine';
import type { EnvironmentRef } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { memberTag, memberTagKeys, volumeTag } from './cluster-cloud-tags.ts';
import { belongs, filtersOf } from './fleet-cloud-tags.ts';
import type { Role } from './fleet-cloud-tags.ts';

/** Instances of a cluster's members, or of one, that are not terminated; oldest first. */
export async function findInstances(
  aws: AwsClients,
  ref: EnvironmentRef,
  member?: string,
): Promise<readonly Instance[]> {
  const found = await findAllInstances(aws, ref, member);
  return found.filter(({ State }) => State?.Name !== 'terminated');
}

/** The same, with those that are terminated and that EC2 still tells of, which it does for about an hour. */
export async function findAllInstances(
  aws: AwsClients,
  ref: EnvironmentRef,
  member?: string,
): Promise<readonly Instance[]> {
  const Filters = filters(ref, ['member'], member);
  const found: Instance[] = [];
  for await (const page of paginateDescribeInstances({ client: aws.ec2 }, { Filters })) {
    for (const { Instances = [] } of page.Reservations ?? []) found.push(...Instances);
  }
  return found
    .filter(({ Tags }) => ofMember(ref, Tags))
    .sort((a, b) => time(a.LaunchTime) - time(b.LaunchTime));
}

/** Network interfaces of members; of two for one member that in use first. */
export async function findInterfaces(
  aws: AwsClients,
  ref: EnvironmentRef,
  member?: string,
): Promise<readonly NetworkInterface[]> {
  const Filters = filters(ref, ['member-interface'], member);
  const found: NetworkInterface[] = [];
  for await (const page of paginateDescribeNetworkInterfaces({ client: aws.ec2 }, { Filters })) {
    found.push(...(page.NetworkInterfaces ?? []));
  }
  return found
    .filter(({ TagSet }) => ofMember(ref, TagSet))
    .sort((a, b) => Number(b.Status === 'in-use') - Number(a.Status === 'in-use'));
}

/** Data volumes of members, oldest first. */
export const findVolumes = (
  aws: AwsClients,
  ref: EnvironmentRef,
  member?: string,
): Promise<readonly Volume[]> => volumesOf(aws, ref, ['member-volume'], member);

/** The same, with those that restores have put others in the place of. */
export const findAllVolumes = (
  aws: AwsClients,
  ref: EnvironmentRef,
  member?: string,
): Promise<readonly Volume[]> => volumesOf(aws, ref, ['member-volume', 'replaced-volume'], member);

async function volumesOf(
  aws: AwsClients,
  ref: EnvironmentRef,
  roles: readonly Role[],
  member: string | undefined,
): Promise<readonly Volume[]> {
  const Filters = filters(ref, roles, member);
  const found: Volume[] = [];
  for await (const page of paginateDescribeVolumes({ client: aws.ec2 }, { Filters })) {
    found.push(...(page.Volumes ?? []));
  }
  return found
    .filter(({ Tags, State }) => ofMember(ref, Tags) && State !== 'deleted')
    .sort((a, b) => time(a.CreateTime) - time(b.CreateTime));
}

/** Snapshots of members' volumes, newest first. Their role is their volume's: CreateSnapshots copies its tags. */
export async function findSnapshots(
  aws: AwsClients,
  ref: EnvironmentRef,
  member?: string,
): Promise<readonly Snapshot[]> {
  const query = { OwnerIds: ['self'], Filters: filters(ref, [], member) };
  const found: Snapshot[] = [];
  for await (const page of paginateDescribeSnapshots({ client: aws.ec2 }, query)) {
    found.push(...(page.Snapshots ?? []));
  }
  return found
    .filter(({ Tags }) => ofMember(ref, Tags) && volumeTag(Tags) !== undefined)
    .sort((a, b) => time(b.StartTime) - time(a.StartTime));
}

function filters(ref: EnvironmentRef, roles: readonly Role[], member: string | undefined): Filter[] {
  return [
    ...filtersOf(ref),
    ...(roles.length === 0 ? [] : [{ Name: `tag:${tagKeys.role}`, Values: [...roles] }]),
    ...(member === undefined ? [] : [{ Name: `tag:${memberTagKeys.member}`, Values: [member] }]),
  ];
}

const ofMember = (ref: EnvironmentRef, tags: Parameters<typeof memberTag>[0]): boolean =>
  belongs(ref, tags) && memberTag(tags) !== undefined;

const time = (date: Date | undefined): number => date?.getTime() ?? 0;
