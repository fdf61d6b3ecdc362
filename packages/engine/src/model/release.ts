import type { ClusterSettings } from './cluster.ts';
import type { FleetSettings } from './fleet.ts';

/** Number of a release in its environment: `r1`, `r2`, … Never used twice. */
export type ReleaseId = `r${number}`;

/** `12` to `r12`. */
export const releaseId = (number: number): ReleaseId => `r${number}`;

/** `r12` to `12`. */
export const releaseNumber = (id: ReleaseId): number => Number(id.slice(1));

/** Reads `r12`; undefined where the text is no release. */
export function parseReleaseId(text: string): ReleaseId | undefined {
  return /^r[1-9]\d*$/.test(text) ? releaseId(Number(text.slice(1))) : undefined;
}

/** A machine image as a release names it. */
export interface ImageRef {
  /** Such as `ami-0123456789abcdef0`. */
  readonly id: string;
  readonly name?: string;
  readonly fingerprint?: string;
}

/** An environment as its config describes it: a fleet or a cluster. */
export type EnvironmentSettings = FleetSettings | ClusterSettings;

/** What can be rolled out: an immutable, numbered record from which a side can be made again at any time. */
export interface Release {
  readonly id: ReleaseId;
  readonly project: string;
  readonly environment: string;
  readonly image: ImageRef;
  readonly settings: EnvironmentSettings;
  /** Hash of the image and of every setting that changes what runs. */
  readonly digest: string;
  /** The user's word for what is in it, such as a git tag. */
  readonly codeTag?: string;
  readonly by: string;
  /** ISO 8601. */
  readonly createdAt: string;
}
