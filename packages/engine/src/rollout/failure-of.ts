import type { ReleaseId } from '../model/release.ts';
import type { RolloutRecord } from '../model/rollout.ts';

/** Why the last rollout of a release failed, in one sentence; undefined where it did not. */
export function failureOf(rollouts: readonly RolloutRecord[], release: ReleaseId): string | undefined {
  const last = rollouts.findLast(
    (record) =>
      record.kind !== 'heal' &&
      record.kind !== 'restore' &&
      record.to === release &&
      record.end !== undefined &&
      record.end.kind !== 'interrupted' &&
      !wasRefused(record),
  );
  if (last?.end === undefined || last.end.kind === 'deployed') return undefined;
  const { kind, reason } = last.end;
  const why = reason === undefined ? '' : `: ${reason}`;
  return `${release} failed when it was last rolled out (#${last.number}, ${kind}${why})`;
}

/** What a cluster refuses before anything is touched tells nothing of the release. */
const wasRefused = ({ cluster, end, entries }: RolloutRecord): boolean =>
  cluster !== undefined && end?.kind === 'stopped' && !entries.some(({ kind }) => kind === 'act');
