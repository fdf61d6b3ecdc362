import type { ReleaseId } from '../../model/release.ts';
import type { RolloutRecord } from '../../model/rollout.ts';

/** The release that a cluster was last rolled out to, oldest record first; undefined before the first, or once it was destroyed. */
export function liveIn(rollouts: readonly RolloutRecord[]): ReleaseId | undefined {
  const last = rollouts.findLast(({ end }) => end?.kind === 'deployed' || end?.kind === 'destroyed');
  return last?.end?.kind === 'deployed' ? last.to : undefined;
}

/** What each member was last launched on, by the journals. */
export function launchedIn(rollouts: readonly RolloutRecord[]): Readonly<Record<string, ReleaseId>> {
  const launches = rollouts.flatMap(({ entries }) =>
    entries.flatMap((entry) =>
      entry.kind === 'act'
        ? entry.actions.flatMap((action): readonly (readonly [string, ReleaseId])[] =>
            action.kind === 'launch-member' ? [[action.member, action.release]] : [],
          )
        : [],
    ),
  );
  return Object.fromEntries(launches);
}
