import type { EnvironmentRef } from '../model/environment.ts';
import type { EnvironmentSettings, ImageRef, ReleaseId } from '../model/release.ts';

/** A gate that is to pass although it does not. */
export interface GateOverride {
  readonly gate: string;
  readonly reason: string;
}

/** What every command that changes an environment may ask for. */
export interface ChangeRequest extends EnvironmentRef {
  /** Take the lock from a process that still runs: it stops, at the latest when it next renews its lease. */
  readonly breakLock?: boolean;
  /** What the config says that it is; `fleet` where nothing is said. */
  readonly kind?: EnvironmentSettings['kind'];
}

/** Remove everything of an environment. */
export interface DestroyRequest extends ChangeRequest {
  /** Of a cluster: its volumes too. */
  readonly deleteData?: boolean;
  /** Of a cluster: whether snapshots are made first; undefined: as its strategy says. */
  readonly snapshots?: boolean;
  /** Ends what is unfinished as it is, and puts nothing right first: for what nobody needs any more. */
  readonly abandon?: boolean;
}

/** Roll out an image that is ready. */
export interface DeployRequest extends ChangeRequest {
  readonly image: ImageRef;
  readonly settings: EnvironmentSettings;
  readonly codeTag?: string;
  /** Make a new release even when the live one has the same image and settings. */
  readonly force?: boolean;
  readonly overrides?: readonly GateOverride[];
  /** Return once Auto Scaling goes on by itself; only where the strategy hands over to an instance refresh. */
  readonly handOver?: boolean;
  /** Of a cluster that is founded: the snapshots that its volumes are made from, by member and volume. */
  readonly snapshots?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Back to the release before the live one, or to the one given. */
export interface RollbackRequest extends ChangeRequest {
  readonly to?: ReleaseId;
  /** Also to a release that failed when it was last rolled out. */
  readonly force?: boolean;
}

/** Data of a cluster as they were. */
export interface RestoreRequest extends ChangeRequest {
  /** `#12` (a rollout), the beginning of a time, or a snapshot's id; undefined: it is said what there is. */
  readonly snapshot?: string;
  /** This member alone. */
  readonly member?: string;
  /** The release that the data come up on; the live one where nothing is said. */
  readonly release?: ReleaseId;
}

/** What a deploy would do; `image` is undefined where it is not baked yet. */
export interface PlanRequest extends EnvironmentRef {
  readonly image?: ImageRef;
  readonly settings: EnvironmentSettings;
}

/** Go on with a rollout that waits, or where a killed process left off. */
export interface ResumeRequest extends ChangeRequest {
  readonly overrides?: readonly GateOverride[];
}

/** Go on past a pause or an approval. */
export interface PromoteRequest extends ResumeRequest {
  /** Skip the steps that are left. */
  readonly full?: boolean;
}

/** Put everything back. */
export interface AbortRequest extends ChangeRequest {
  readonly reason?: string;
}
