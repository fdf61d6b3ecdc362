import type { ReleaseId } from '../../model/release.ts';
import type { RolloutEnd, RolloutRecord } from '../../model/rollout.ts';

/** Ends after which another release may be live; data may be restored together with the release that wrote them. */
const lasting: ReadonlySet<RolloutEnd['kind']> = new Set(['deployed', 'restored', 'destroyed']);

/** The release that a cluster was last rolled out to, oldest record first; undefined before the first, or once it was destroyed. */
export function liveIn(rollouts: readonly RolloutRecord[]): ReleaseId | undefined {
  const last = rollouts.findLast(({ end }) => end !== undefined && lasting.has(end.kind));
  return last?.end?.kind === 'destroyed' ? undefined : last?.to;
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
