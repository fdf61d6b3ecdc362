import type { RehearsalRecord } from './rehearsal-record.ts';
import type { ReleaseId } from '../model/release.ts';

/** What is about to be deployed, as evidence has to be about it. */
export interface Candidate {
  readonly environment: string;
  /** Of the image and the settings. */
  readonly digest: string;
  /** The release that it is to replace, where one is live. */
  readonly live?: { readonly release: ReleaseId; readonly digest: string };
}

/**
 * Why no rehearsal speaks for a candidate; undefined where one has passed: of just this image and these settings, and of
 * the upgrade from what is live now, where anything is.
 */
export function lackOfEvidence(
  records: readonly RehearsalRecord[],
  { environment, digest, live }: Candidate,
): string | undefined {
  const about = records
    .filter((record) => record.of === environment && record.digest === digest)
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  const fitting = about.filter(({ kind, from }) =>
    live === undefined ? true : kind === 'upgrade' && from?.digest === live.digest,
  );
  const [last] = fitting.filter(({ state }) => state === 'passed' || state === 'failed');
  if (last?.state === 'passed') return undefined;
  if (last !== undefined) return `its rehearsal ${last.id} failed: ${last.reason ?? 'nobody knows why'}`;
  if (live === undefined) return 'it was not rehearsed as it is';
  const other = about.find(({ kind, state }) => kind === 'upgrade' && state === 'passed');
  if (other?.from !== undefined) {
    return `its upgrade was rehearsed from ${other.from.release}, and ${live.release}, which is live, is another one`;
  }
  const made = about.some(({ state }) => state === 'passed');
  if (made) return `only its creation was rehearsed, and not its upgrade from ${live.release}`;
  return `its upgrade from ${live.release} was not rehearsed as it is`;
}
