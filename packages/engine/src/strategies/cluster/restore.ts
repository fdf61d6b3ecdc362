import type { ClusterAction } from '../../model/cluster-action.ts';
import { wait } from './cluster-task.ts';
import type { ClusterDecision, ClusterTask } from './cluster-task.ts';
import { heal } from './heal.ts';
import { holderOf } from './member-view.ts';
import { orderAll, releaseAll, stopAll } from './stand-still.ts';

/**
 * Data as it was: the whole cluster stands still, volumes are set aside and kept, new ones are made from the snapshots,
 * and the members come up on them. A volume tells which snapshot it was made from, so this may be gone on with, too.
 */
export function restore(task: ClusterTask): ClusterDecision {
  const { observed, rollout, now, fresh, members } = task;
  const { acts, settings, snapshots = {} } = rollout;
  const due = members.flatMap(({ name, seen }) => {
    const wanted = snapshots[name] ?? {};
    const volumeOf = (volume: string) => seen?.volumes.find((one) => one.name === volume);
    const stale = Object.keys(wanted).filter((volume) => volumeOf(volume)?.fromSnapshot !== wanted[volume]);
    if (stale.length === 0) return [];
    return [{ name, wanted, old: stale.flatMap((volume) => volumeOf(volume) ?? []) }];
  });
  if (due.length === 0) return heal(task);
  const still = { observed, acts, now, fresh, stopDeadline: settings.strategy.stopDeadline };
  const standing = stopAll(still) ?? releaseAll(still);
  if (standing !== undefined) return standing;
  // One look may leave out an instance that was launched a moment ago.
  if (!fresh) return wait('a look that shows everything that was done');
  const held = due.flatMap(({ old }) => old).filter((volume) => holderOf(volume) !== undefined);
  if (held.length > 0) return wait(`${held.map(({ id }) => id).join(', ')} to be let go`);
  const actions = due.map(({ name: member, wanted, old }): ClusterAction => {
    const kind = old.length > 0 ? 'set-aside-volumes' : 'prepare-member';
    return { kind, member, snapshots: wanted };
  });
  return orderAll(still, actions) ?? wait('the volumes to be seen');
}
