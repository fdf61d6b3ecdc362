import type { MemberHealth, ClusterHealth } from '../../model/cluster-health.ts';
import type { ClusterGate, ClusterSettings, MemberSettings, VolumeSettings } from '../../model/cluster.ts';
import type {
  ObservedCluster,
  ObservedMember,
  ObservedMemberInstance,
  ObservedVolume,
} from '../../model/observed-cluster.ts';
import { latest } from '../moments.ts';
import { launchesOf } from './attempts.ts';
import type { ClusterRollout } from './cluster-rollout.ts';

/** A data volume that a member has to have, and what is seen of it. */
export interface VolumeView {
  readonly settings: VolumeSettings;
  readonly seen: ObservedVolume | undefined;
}

/** A member: what it is to be, what is seen of it, and what the cluster says of it. */
export interface MemberView {
  readonly name: string;
  readonly settings: MemberSettings;
  readonly seen: ObservedMember | undefined;
  /** The one that holds the member's interface, else the youngest; none that is on its way out. */
  readonly instance: ObservedMemberInstance | undefined;
  /** Instances beside it that nobody should have launched. */
  readonly strays: readonly ObservedMemberInstance[];
  /** Instances that EC2 is ending. */
  readonly leaving: readonly ObservedMemberInstance[];
  readonly volumes: readonly VolumeView[];
  readonly word: MemberHealth | undefined;
  /** Its instance was ordered to stop: it counts as gone, whatever a look still shows. */
  readonly out: boolean;
  /** It runs, on its own volumes, and the cluster says that it is healthy and caught up. */
  readonly up: boolean;
}

/** Whether the cluster counts on this member: a learner has no vote, and one that lags behind lacks data. */
const isSound = ({ healthy, role, behind = 0 }: MemberHealth, { maxBehind }: ClusterGate): boolean =>
  healthy && role !== 'learner' && behind <= maxBehind;

/**
 * Puts together what is known of a member. `word`: undefined where the last sample is too old. `fresh`: the look shows
 * all that was done.
 */
export function viewOf(
  settings: MemberSettings,
  observed: ObservedCluster,
  rollout: ClusterRollout,
  { word, fresh }: { readonly word: ClusterHealth | undefined; readonly fresh: boolean },
): MemberView {
  const { name } = settings;
  const seen = observed.members.find((member) => member.name === name);
  const there = (seen?.instances ?? []).filter(({ state }) => state !== 'terminated');
  const staying = there.filter(({ state }) => state !== 'shutting-down');
  const instance = staying.find(({ id }) => id === seen?.networkInterface?.instanceId) ?? staying.at(-1);
  const said = word?.members.find((member) => member.name === name);
  const volumes = volumesOf(seen, settingsOf(rollout, instance));
  const out = instance !== undefined && isOut(instance, rollout, fresh);
  const launchedAt = launchesOf(rollout, name).at(-1)?.at;
  // What was said before the launch was said of the instance before.
  const current = launchedAt === undefined || (word !== undefined && word.at >= launchedAt);
  const up =
    instance?.state === 'running' &&
    !out &&
    current &&
    volumes.every(({ seen: volume }) => isOn(volume, instance.id)) &&
    said !== undefined &&
    isSound(said, rollout.settings.health);
  return {
    name,
    settings,
    seen,
    instance,
    strays: staying.filter((one) => one !== instance),
    leaving: there.filter(({ state }) => state === 'shutting-down'),
    volumes: volumesOf(seen, instance === undefined ? rollout.settings : settingsOf(rollout, instance)),
    word: said,
    out,
    up,
  };
}

/** Whether it was ordered to go. A process may have written down what it did not come to: that is seen. */
function isOut(
  { id, state }: ObservedMemberInstance,
  { acts, takenOverAt, outdatedAt }: ClusterRollout,
  fresh: boolean,
): boolean {
  const last = acts.findLast(
    ({ action }) =>
      (action.kind === 'stop-member' || action.kind === 'terminate-member') && action.instance === id,
  );
  if (last === undefined) return false;
  const unsure = latest(new Date(0), takenOverAt, outdatedAt);
  return !(last.at <= unsure && fresh && state === 'running');
}

/** Whether a volume is attached to that instance, and to nothing else. */
export const isOn = (volume: ObservedVolume | undefined, instance: string): boolean =>
  volume?.attachment?.instanceId === instance && volume.attachment.state === 'attached';

/** The instance that a volume is attached to, or on its way to or from. */
export const holderOf = (volume: ObservedVolume | undefined): string | undefined =>
  volume?.attachment === undefined || volume.attachment.state === 'detached'
    ? undefined
    : volume.attachment.instanceId;

/** Settings of the release that an instance was launched for; volumes may have been added since. */
const settingsOf = (
  { settings, from, fromSettings }: ClusterRollout,
  instance: ObservedMemberInstance | undefined,
): ClusterSettings =>
  instance?.release !== undefined && instance.release === from ? (fromSettings ?? settings) : settings;

const volumesOf = (seen: ObservedMember | undefined, { volumes }: ClusterSettings): readonly VolumeView[] =>
  volumes.map((volume) => ({
    settings: volume,
    seen: seen?.volumes.find(({ name }) => name === volume.name),
  }));
