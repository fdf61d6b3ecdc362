import { ImagoError } from '../errors/imago-error.ts';
import type { Action } from '../model/action.ts';
import { seconds } from '../model/duration.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { Release } from '../model/release.ts';
import { after } from '../strategies/moments.ts';
import type { Lock } from './lock.ts';
import { withPatience } from './patience.ts';
import { perform } from './perform.ts';
import type { RolloutPorts } from './ports.ts';
import { summaryOf } from './words.ts';

/** An action that the cloud refused for good. */
export interface Refusal {
  readonly action: Action['kind'];
  readonly message: string;
}

/** Performs what was journalled, in order, while the lock is held; stops at the first refusal, and at what is outdated. */
export async function act(
  actions: readonly Action[],
  context: {
    readonly environment: EnvironmentRef;
    /** The release that the rollout moves to. */
    readonly to: Release | undefined;
    readonly ports: RolloutPorts;
    readonly lock: Lock;
    /** The look by which it was decided. */
    readonly decidedAt: Date;
  },
): Promise<Refusal | 'outdated' | undefined> {
  const { environment, to, ports, lock, decidedAt } = context;
  const { clock, emit } = ports;
  for (const action of actions) {
    const summary = summaryOf(action);
    const begun = clock.now().getTime();
    let late = false;
    lock.assertHeld();
    emit({ code: 'action-started', action, summary });
    try {
      await withPatience(ports, () => {
        // Also before it is tried again: by then another run may have taken over.
        lock.assertHeld();
        late = isOutdated(action, decidedAt, clock.now());
        return late ? Promise.resolve() : perform(action, environment, to, ports);
      });
    } catch (error) {
      lock.assertHeld();
      if (!(error instanceof ImagoError)) throw error;
      return { action: action.kind, message: error.message };
    }
    // Whoever calls looks and decides anew.
    if (late) return 'outdated';
    emit({ code: 'action-finished', action, summary, ms: clock.now().getTime() - begun });
    if (action.kind === 'set-weights') emit({ code: 'weights-shifted', weights: action.weights });
  }
  return undefined;
}

const outdatedAfter = seconds(20);

/** What rests on a count of instances is not done so late: they have gone on without us, while we slept or tried again. */
const isOutdated = ({ kind }: Action, decidedAt: Date, now: Date): boolean =>
  (kind === 'terminate' || kind === 'set-capacity') && now >= after(decidedAt, outdatedAfter);
