import type { Instance, NetworkInterface, Snapshot, Volume } from '@aws-sdk/client-ec2';
import type { ObservedMember, ObservedMemberInstance, ObservedSnapshot, ObservedVolume } from '@imago/engine';
import {
  isFormatted,
  memberTag,
  memberTagKeys,
  numberTag,
  ordinalTag,
  rolloutTag,
  volumeTag,
} from './cluster-cloud-tags.ts';
import { releaseTag, roleTag, tagOf } from './fleet-cloud-tags.ts';

/** Members, of whatever there is of each; instances that are terminated are only told of. */
export function readMembers(
  instances: readonly Instance[],
  interfaces: readonly NetworkInterface[],
  volumes: readonly Volume[],
): readonly ObservedMember[] {
  const isEnded = ({ State }: Instance): boolean => State?.Name === 'terminated';
  const there = instances.filter((instance) => !isEnded(instance));
  const tagsOfAll = [...there, ...volumes].map(({ Tags }) => Tags);
  const ordinals = new Map<string, number>();
  for (const tags of [...tagsOfAll, ...interfaces.map(({ TagSet }) => TagSet)]) {
    const name = memberTag(tags);
    if (name !== undefined) ordinals.set(name, Math.max(ordinalTag(tags), ordinals.get(name) ?? 0));
  }
  const members = [...ordinals].map(([name, ordinal]): ObservedMember => {
    const networkInterface = interfaces.find(({ TagSet }) => memberTag(TagSet) === name);
    const all = volumes.filter(({ Tags }) => memberTag(Tags) === name);
    const replaced = all.filter(isReplaced).flatMap((found) => readVolume(found) ?? []);
    const endedAttempts = instances
      .filter((instance) => isEnded(instance) && memberTag(instance.Tags) === name)
      .flatMap(({ Tags }) => tagOf(Tags, memberTagKeys.attempt) ?? []);
    return {
      name,
      ordinal,
      volumes: all.filter((found) => !isReplaced(found)).flatMap((found) => readVolume(found) ?? []),
      ...(replaced.length === 0 ? {} : { replaced }),
      instances: there.filter(({ Tags }) => memberTag(Tags) === name).map((found) => readInstance(found)),
      ...(endedAttempts.length === 0 ? {} : { endedAttempts }),
      ...(networkInterface === undefined ? {} : { networkInterface: readInterface(networkInterface) }),
    };
  });
  return members.sort((a, b) => a.ordinal - b.ordinal || (a.name < b.name ? -1 : 1));
}

/** A snapshot of a member's volume. */
export function readSnapshot({
  SnapshotId: id,
  State,
  StartTime,
  VolumeId,
  Tags,
}: Snapshot): ObservedSnapshot | undefined {
  const [member, volume, rollout] = [memberTag(Tags), volumeTag(Tags), rolloutTag(Tags)];
  if (id === undefined || member === undefined || volume === undefined) return undefined;
  // Those in the recycle bin and those that are being recovered are of no use now.
  const state = State === 'completed' || State === 'pending' ? State : 'error';
  return {
    id,
    member,
    volume,
    state,
    startedAt: StartTime ?? new Date(0),
    ...(rollout === undefined ? {} : { rollout }),
    ...(VolumeId === undefined ? {} : { volumeId: VolumeId }),
  };
}

function readInterface(found: NetworkInterface): NonNullable<ObservedMember['networkInterface']> {
  const { NetworkInterfaceId: id = '', PrivateIpAddress: address = '', AvailabilityZone: zone = '' } = found;
  const instanceId = found.Attachment?.InstanceId;
  return { id, address, zone, ...(instanceId === undefined ? {} : { instanceId }) };
}

function readVolume({
  VolumeId: id,
  AvailabilityZone: zone = '',
  State,
  Attachments,
  SnapshotId: fromSnapshot = '',
  Tags,
}: Volume): ObservedVolume | undefined {
  const name = volumeTag(Tags);
  if (id === undefined || name === undefined) return undefined;
  const restoredBy = numberTag(Tags, memberTagKeys.restoredBy);
  const replacedBy = numberTag(Tags, memberTagKeys.replacedBy);
  const address = tagOf(Tags, memberTagKeys.address);
  const attachment = Attachments?.find(({ State: at }) => at !== 'detached');
  const { InstanceId: instanceId, Device: device = '', State: at = 'attached' } = attachment ?? {};
  return {
    name,
    id,
    zone,
    state: State === undefined || State === 'deleted' ? 'error' : State,
    formatted: isFormatted(Tags),
    ...(fromSnapshot === '' ? {} : { fromSnapshot }),
    ...(restoredBy === undefined ? {} : { restoredBy }),
    ...(replacedBy === undefined ? {} : { replacedBy }),
    ...(address === undefined ? {} : { address }),
    ...(instanceId === undefined ? {} : { attachment: { instanceId, device, state: at } }),
  };
}

const isReplaced = ({ Tags }: Volume): boolean => roleTag(Tags) === 'replaced-volume';

function readInstance(found: Instance): ObservedMemberInstance {
  const { InstanceId: id = '', State, LaunchTime, StateReason, StateTransitionReason, Tags } = found;
  const release = releaseTag(Tags);
  const reason = StateReason?.Message ?? StateTransitionReason ?? '';
  return {
    id,
    state: State?.Name ?? 'pending',
    ...(release === undefined ? {} : { release }),
    ...(LaunchTime === undefined ? {} : { launchedAt: LaunchTime }),
    ...(reason === '' ? {} : { reason }),
  };
}
