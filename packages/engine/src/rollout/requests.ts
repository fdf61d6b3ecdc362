import type { EnvironmentRef } from '../model/environment.ts';
import type { FleetSettings } from '../model/fleet.ts';
import type { ImageRef, ReleaseId } from '../model/release.ts';

/** Roll out an image that is ready. */
export interface DeployRequest extends EnvironmentRef {
  readonly image: ImageRef;
  readonly settings: FleetSettings;
  readonly codeTag?: string;
  /** Make a new release even when the live one has the same image and settings. */
  readonly force?: boolean;
}

/** Back to the release before the live one, or to the one given. */
export interface RollbackRequest extends EnvironmentRef {
  readonly to?: ReleaseId;
}

/** What a deploy would do; `image` is undefined where it is not baked yet. */
export interface PlanRequest extends EnvironmentRef {
  readonly image?: ImageRef;
  readonly settings: FleetSettings;
}
