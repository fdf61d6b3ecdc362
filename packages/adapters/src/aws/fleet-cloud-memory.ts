import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Observed, ReleaseId } from '@imago/engine';
import type { Routing } from './fleet-cloud-routing.ts';

/** What changes by itself, or by others. */
export interface MovingParts {
  readonly groups: readonly AutoScalingGroup[];
  readonly routing: Routing | undefined;
  readonly health: ReadonlyMap<ReleaseId, readonly TargetHealthDescription[]>;
}

/** What only a rollout changes, as a rule. */
export type StandingPart =
  | 'securityGroups'
  | 'loadBalancer'
  | 'templates'
  | 'targetGroups'
  | 'retirements'
  | 'refreshes';

export type Part = keyof MovingParts | StandingPart;

/** What one process has read of an environment a moment ago, and has changed of it since. */
export interface FleetMemory {
  /** A part as it was read a moment ago; read again where it was changed since, is older, or `moves`. */
  recall<P extends keyof MovingParts>(
    part: P,
    ask: () => Promise<MovingParts[P]>,
    moves: (last: MovingParts[P]) => boolean,
  ): Promise<MovingParts[P]>;
  /** The same without asking. */
  recent<P extends keyof MovingParts>(part: P): MovingParts[P] | undefined;
  /** When the oldest of these parts was read. */
  oldest(): Date;
  /** A call is about to change these: what is known of them does not hold any more. */
  change(...parts: readonly Part[]): void;
  hasChanged(part: StandingPart): boolean;
  /** This look has read everything that was changed before it. */
  looked(look: Observed): void;
  /** Whether a look is the last one, so that the next can be built on it. */
  builds(previous: Observed | undefined): previous is Observed;
  /** Nothing that was read holds any more. */
  forget(): void;
}

/**
 * How long a part may be used again. AWS answers from copies that are up to 5 s behind and strategies take a look to be
 * up to 6 s old: this is what is left.
 */
const mostAge = 1000;

/** The same of rules that were read so late after we changed them that they show it: only strangers change those. */
const mostAgeOfSettled = 3000;
const settledAfter = 6000;

interface Read<T> {
  readonly value: T;
  readonly at: Date;
}

type Reads = { readonly [Part in keyof MovingParts]?: Read<MovingParts[Part]> };

/** Makes an empty memory. */
export function createFleetMemory(now: () => Date): FleetMemory {
  let reads: Reads = {};
  let lastLook: Observed | undefined;
  const changed = new Set<Part>();
  const changedAt: { [P in Part]?: Date } = {};
  const recent = <P extends keyof MovingParts>(part: P): Read<MovingParts[P]> | undefined => {
    const last: Read<MovingParts[P]> | undefined = reads[part];
    if (last === undefined) return undefined;
    const shown = last.at.getTime() >= (changedAt[part]?.getTime() ?? 0) + settledAfter;
    const most = part === 'routing' && shown ? mostAgeOfSettled : mostAge;
    return now().getTime() - last.at.getTime() < most ? last : undefined;
  };
  return {
    async recall(part, ask, moves) {
      const last = recent(part);
      if (last !== undefined && !moves(last.value)) return last.value;
      // It is as old as the question: the answer may be from any moment after it.
      const at = now();
      const value = await ask();
      reads = { ...reads, [part]: { value, at } };
      return value;
    },
    recent: (part) => recent(part)?.value,
    oldest: () => {
      const times = Object.values(reads).map(({ at }) => at.getTime());
      return new Date(Math.min(now().getTime(), ...times));
    },
    change(...parts) {
      for (const part of parts) {
        changed.add(part);
        changedAt[part] = now();
      }
      const kept = Object.entries(reads).filter(([part]) => !parts.some((one) => one === part));
      reads = Object.fromEntries(kept);
    },
    hasChanged: (part) => changed.has(part),
    looked(look) {
      changed.clear();
      lastLook = look;
    },
    builds: (previous): previous is Observed => previous !== undefined && previous === lastLook,
    forget() {
      reads = {};
    },
  };
}
