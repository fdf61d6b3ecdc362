import type { GateSettings, ReleaseId } from '@imago/engine';
import type { Fate } from '../caller.ts';
import type { ClusterWeather, MachineFate } from './model.ts';

/** What may differ between the settings of two deploys. */
export interface ClusterTraits {
  readonly downgrade: 'allowed' | 'refused';
  /** What is run before a member stops; undefined: nothing. */
  readonly beforeStop?: { readonly run: string; readonly onFailure: 'stop' | 'ignore' };
  readonly gates: readonly Extract<GateSettings, { kind: 'command' }>[];
  /** A hook after each member, by its command. */
  readonly afterMember?: string;
  readonly firstMemberBakeTime: number;
  readonly autoRollback: boolean;
  readonly snapshots: boolean;
}

/** What a person or a pipeline types. */
export type ClusterCommand =
  | {
      readonly kind: 'deploy';
      /** Its words say how its instances turn out. */
      readonly image: string;
      readonly traits: ClusterTraits;
    }
  | { readonly kind: 'rollback'; readonly to?: ReleaseId }
  | { readonly kind: 'heal' | 'destroy' | 'resume' | 'pause' | 'abort' }
  | { readonly kind: 'promote'; readonly full: boolean };

/** A command, when it is given, and what befalls its process. */
export interface PlannedClusterCommand {
  readonly command: ClusterCommand;
  readonly host: string;
  /** Seconds after the one before it has ended, or, `beside` it, after that one has begun. */
  readonly wait: number;
  readonly beside: boolean;
  readonly breakLock?: boolean;
  readonly fate: Fate;
}

/** What happens in the cloud besides. `which`: a member, counted round and round; lengths in seconds. */
export type ClusterEvent =
  | { readonly kind: 'die' | 'stop' | 'lead' | 'stray'; readonly which: number }
  | { readonly kind: 'sicken' | 'unreachable'; readonly which: number; readonly seconds: number }
  | { readonly kind: 'cut'; readonly which: number; readonly other: number; readonly seconds: number }
  | { readonly kind: 'isolate'; readonly which: number; readonly seconds: number }
  | {
      readonly kind:
        | 'deaf'
        | 'alarm'
        | 'slow-detach'
        | 'slow-stop'
        | 'no-machines'
        | 'snapshots-fail'
        | 'checks-fail';
      readonly seconds: number;
    }
  | { readonly kind: 'launches'; readonly fates: readonly MachineFate[] };

/** An event, so many seconds after the command with that index has begun. */
export interface PlannedClusterEvent {
  readonly command: number;
  readonly at: number;
  readonly event: ClusterEvent;
}

/** Everything that is to happen to a cluster: a plain value, drawn from a seed, to be kept, cut and played again. */
export interface ClusterSchedule {
  readonly seed: number;
  readonly size: number;
  readonly volumes: readonly string[];
  readonly bootstrap: 'parallel' | 'one-at-a-time';
  readonly weather: ClusterWeather;
  /** The settings that it was founded with before; undefined: nothing is there yet. */
  readonly founded?: ClusterTraits;
  /** Seconds between two looks of a process. */
  readonly poll: number;
  readonly commands: readonly PlannedClusterCommand[];
  readonly events: readonly PlannedClusterEvent[];
  /** Whether it is destroyed in the end. */
  readonly ends: boolean;
}
