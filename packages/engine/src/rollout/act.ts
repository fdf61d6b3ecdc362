import { ImagoError } from '../errors/imago-error.ts';
import type { RolloutAction } from '../model/rollout.ts';
import type { Lock } from './lock.ts';
import { withPatience } from './patience.ts';
import type { RolloutPorts } from './ports.ts';
import type { Subject } from './subject.ts';
import { summaryOf } from './words.ts';

/** An action that the cloud refused for good. */
export interface Refusal {
  readonly action: RolloutAction['kind'];
  readonly message: string;
}

/** Performs what was journalled, in order, while the lock is held; stops at the first refusal, and at what is outdated. */
export async function act(
  actions: readonly RolloutAction[],
  context: {
    readonly subject: Pick<Subject, 'perform' | 'isOutdated'>;
    readonly ports: Pick<RolloutPorts, 'clock' | 'emit' | 'poll'>;
    readonly lock: Lock;
    /** The look by which it was decided. */
    readonly decidedAt: Date;
  },
): Promise<Refusal | 'outdated' | undefined> {
  const { subject, ports, lock, decidedAt } = context;
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
        late = subject.isOutdated(action, decidedAt, clock.now());
        return late ? Promise.resolve() : subject.perform(action);
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
