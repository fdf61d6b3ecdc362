import type { RehearsalKind } from '../model/rehearsal.ts';
import type { EnvironmentSettings, ImageRef, ReleaseId } from '../model/release.ts';
import type { ProcessIdentity } from '../ports/identity.ts';

/** A rehearsal as the state store has it, written before the first of its resources is made. */
export interface RehearsalRecord {
  readonly project: string;
  /** The name of its throw-away environment: `test-3f9a01c2`. */
  readonly id: string;
  /** The environment that it rehearses for. */
  readonly of: string;
  readonly kind: RehearsalKind;
  /** Where its resources are. */
  readonly region: string;
  /** What it makes. */
  readonly makes: EnvironmentSettings['kind'];
  readonly image: ImageRef;
  /** Of the image and the settings that are tried. */
  readonly digest: string;
  /** What it upgrades from: the release that was live when it began. */
  readonly from?: { readonly release: ReleaseId; readonly digest: string };
  /** Whose process runs it. */
  readonly holder: ProcessIdentity;
  /** ISO 8601. */
  readonly startedAt: string;
  /** When it is removed whatever holds it; ISO 8601. */
  readonly expiresAt: string;
  readonly state: 'running' | 'passed' | 'failed' | 'interrupted';
  /** Why it failed, in one sentence. */
  readonly reason?: string;
  /** It stays after its end, to be looked at. */
  readonly kept: boolean;
  readonly network?: { readonly vpc: string; readonly subnets: readonly string[] };
  /** When the last of its resources was gone. */
  readonly removedAt?: string;
}
