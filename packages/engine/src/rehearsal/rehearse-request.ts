import type { Duration } from '../model/duration.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { RehearsalKind } from '../model/rehearsal.ts';
import type { EnvironmentSettings, ImageRef } from '../model/release.ts';

/** Try a release in an environment of its own. */
export interface RehearseRequest extends EnvironmentRef {
  /** A new one: `test-3f9a01c2`. */
  readonly id: string;
  readonly kind: RehearsalKind;
  readonly image: ImageRef;
  readonly settings: EnvironmentSettings;
  /** What the volumes of a cluster that is upgraded hold: copies of what is there now, or nothing. */
  readonly data: 'snapshots' | 'empty';
  /** Leave the environment until it expires, to be looked at. */
  readonly keep: boolean;
  /** How long it may last, and its environment stay. */
  readonly ttl: Duration;
}

/** What ends a rehearsal from outside. */
export interface RehearsalSignals {
  /** Give up, and take everything down. */
  readonly interrupt: AbortSignal;
  /** Leave what is still there to the next command. */
  readonly leave: AbortSignal;
}
