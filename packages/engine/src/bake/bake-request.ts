import type { BakeEvent } from '../events/bake-events.ts';
import type { Duration } from '../model/duration.ts';
import type { Clock } from '../ports/clock.ts';
import type { ImageCloud } from '../ports/image-cloud.ts';
import type { KeyPairs } from '../ports/key-pairs.ts';
import type { Identity } from '../ports/identity.ts';
import type { Shell } from '../ports/shell.ts';
import type { SourceFiles } from '../ports/source-files.ts';
import type { Recipe } from '../recipes/recipe.ts';

export interface BakeRequest {
  /** What is wanted; the recipes they build on are baked first, each once. */
  readonly recipes: readonly Recipe[];
  /** Bakes also what exists. */
  readonly force?: boolean;
  /** What becomes of the temporary instance, key and group after a failure; `cleanup` when absent. */
  readonly onError?: 'cleanup' | 'keep';
  /** Between two looks at the cloud: about 50 ms locally, seconds on AWS. */
  readonly pollInterval: Duration;
  /** For a state that the cloud has to reach by itself, such as an image's `available`; 1 h when absent. */
  readonly cloudTimeout?: Duration;
  /** For the whole clean-up, which an interrupt does not stop; 5 m when absent. */
  readonly cleanupTimeout?: Duration;
}

export interface BakePorts {
  readonly cloud: ImageCloud;
  readonly shell: Shell;
  readonly keys: KeyPairs;
  readonly clock: Clock;
  readonly sources: SourceFiles;
  readonly identity: Identity;
  readonly emit: (event: BakeEvent) => void;
}

/** One image per recipe asked for, and per recipe they build on, in layer order. */
export interface BakeOutcome {
  readonly images: readonly BakedImage[];
}

export interface BakedImage {
  readonly recipe: string;
  readonly imageId: string;
  readonly name: string;
  readonly fingerprint: string;
  /** True when it existed and no instance was started. */
  readonly reused: boolean;
  readonly duration: Duration;
}
