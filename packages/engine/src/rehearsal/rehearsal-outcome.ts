import type { RehearsalKind } from '../model/rehearsal.ts';
import type { ReleaseId } from '../model/release.ts';
import type { DeployOutcome, Locked } from '../rollout/outcome.ts';

/** What was tried was tried to its end. */
export interface Rehearsed {
  readonly kind: 'passed' | 'failed';
  readonly rehearsal: string;
  readonly of: string;
  readonly way: RehearsalKind;
  /** The release that it upgraded from. */
  readonly from?: ReleaseId;
  /** Why it failed, in one sentence. */
  readonly reason?: string;
  /** How the last of its rollouts ended. */
  readonly rollout?: DeployOutcome;
  readonly tookMs: number;
  /** It stays until then, to be looked at; ISO 8601. */
  readonly keptUntil?: string;
  /** Why something of it could not be removed. */
  readonly left?: string;
}

/** What came of a rehearsal. */
export type RehearsalOutcome =
  | Rehearsed
  | { readonly kind: 'interrupted'; readonly rehearsal: string; readonly left?: string };

/** What came of removing a rehearsal. */
export type RemovalOutcome =
  | { readonly kind: 'removed' | 'nothing'; readonly rehearsal: string }
  | { readonly kind: 'left'; readonly rehearsal: string; readonly left: string }
  | Locked;
