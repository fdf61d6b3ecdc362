import { ImagoError } from '../errors/imago-error.ts';
import type { Action } from '../model/action.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { Release } from '../model/release.ts';
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

/** Performs what was journalled, in order, while the lock is held; stops at the first refusal. */
export async function act(
  actions: readonly Action[],
  context: {
    readonly environment: EnvironmentRef;
    /** The release that the rollout moves to. */
    readonly to: Release | undefined;
    readonly ports: RolloutPorts;
    readonly lock: Lock;
  },
): Promise<Refusal | undefined> {
  const { environment, to, ports, lock } = context;
  const { clock, emit } = ports;
  for (const action of actions) {
    const summary = summaryOf(action);
    const begun = clock.now().getTime();
    lock.assertHeld();
    emit({ code: 'action-started', action, summary });
    try {
      await withPatience(ports, () => {
        // Also before it is tried again: by then another run may have taken over.
        lock.assertHeld();
        return perform(action, environment, to, ports);
      });
    } catch (error) {
      lock.assertHeld();
      if (!(error instanceof ImagoError)) throw error;
      return { action: action.kind, message: error.message };
    }
    emit({ code: 'action-finished', action, summary, ms: clock.now().getTime() - begun });
    if (action.kind === 'set-weights') emit({ code: 'weights-shifted', weights: action.weights });
  }
  return undefined;
}
