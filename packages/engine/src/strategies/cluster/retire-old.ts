import type { ClusterAction } from '../../model/cluster-action.ts';
import type { ObservedSnapshot } from '../../model/observed-cluster.ts';
import type { ReleaseId } from '../../model/release.ts';
import { wasOrdered } from './cluster-task.ts';
import type { ClusterRule, ClusterTask } from './cluster-task.ts';

/** How many sets of snapshots stay: as with sides, of what is live and of what was before. */
const setsKept = 2;

/** After a rollout that counts: launch templates and snapshots of rollouts go that no way back leads to any more. */
export const retireOld: ClusterRule = (task) => {
  const snapshots = oldSnapshots(task).map(({ id }) => id);
  const releases = oldTemplates(task);
  const actions: readonly ClusterAction[] = [
    ...(snapshots.length > 0 ? [{ kind: 'retire-snapshots', snapshots } as const] : []),
    ...(releases.length > 0 ? [{ kind: 'retire-templates', releases } as const] : []),
  ];
  // What AWS does not let go is for the next rollout.
  const due = actions.filter((action) => !wasOrdered(task.rollout, action));
  return due.length > 0 ? { kind: 'act', actions: due } : undefined;
};

/**
 * Of sets that a restore of all can be made from, the newest stay, with whatever is newer. Data of which no volume is
 * left are not touched: a destroy made those snapshots, and they are all that there is. Nor are those of a schedule.
 */
function oldSnapshots({ observed }: ClusterTask): readonly ObservedSnapshot[] {
  const { members, snapshots } = observed;
  const numbers = [...new Set(snapshots.flatMap(({ rollout }) => rollout ?? []))].sort((a, b) => b - a);
  const complete = numbers.filter((number) =>
    members.every(({ name: member, volumes }) =>
      volumes.every((volume) =>
        snapshots.some(
          (one) =>
            one.rollout === number &&
            one.member === member &&
            one.volume === volume.name &&
            one.state === 'completed',
        ),
      ),
    ),
  );
  const oldest = complete[setsKept - 1];
  if (oldest === undefined) return [];
  const there = new Set(
    members.flatMap(({ volumes, replaced = [] }) => [...volumes, ...replaced].map(({ id }) => id)),
  );
  return snapshots.filter(
    ({ rollout, volumeId }) =>
      rollout !== undefined && rollout < oldest && volumeId !== undefined && there.has(volumeId),
  );
}

/** A member that is healed on an older release gets its template anew. */
function oldTemplates({ observed, rollout }: ClusterTask): readonly ReleaseId[] {
  const { to, from } = rollout;
  const running = observed.members.flatMap(({ instances }) => instances.map(({ release }) => release));
  return observed.templates.filter(
    (release) => release !== to && release !== from && !running.includes(release),
  );
}
