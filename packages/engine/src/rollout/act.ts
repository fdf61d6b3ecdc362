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
    readonly release: Release | undefined;
    readonly ports: RolloutPorts;
    readonly lock: Lock;
  },
): Promise<Refusal | undefined> {
  const { environment, release, ports, lock } = context;
  const { cloud, clock, emit } = ports;
  for (const action of actions) {
    lock.assertHeld();
    const summary = summaryOf(action);
    const begun = clock.now().getTime();
    emit({ code: 'action-started', action, summary });
    try {
      await withPatience(ports, () => perform(action, environment, release, cloud));
    } catch (error) {
      if (!(error instanceof ImagoError)) throw error;
      return { action: action.kind, message: error.message };
    }
    emit({ code: 'action-finished', action, summary, ms: clock.now().getTime() - begun });
    if (action.kind === 'set-weights') emit({ code: 'weights-shifted', weights: action.weights });
  }
  return undefined;
}
