import { createNotifier, createOtlpTrace, otlpWanted } from '@imago/adapters';
import type { BakeEvent, EnvironmentRef, NotificationSettings, RolloutEvent } from '@imago/engine';

/** Everybody outside who is told of a run: addressees of the config's notifications, and a trace's collector. */
export interface Outside {
  bake(event: BakeEvent): void;
  rollout(event: RolloutEvent): void;
  /** Waits until what was told has been sent, or is given up. */
  close(): Promise<void>;
}

/** Connects the addressees of an environment; with none, nothing is loaded. */
export async function connectOutside(
  ref: EnvironmentRef,
  notifications: readonly NotificationSettings[],
  env: Readonly<Record<string, string | undefined>>,
  problem: (text: string) => unknown,
): Promise<Outside> {
  const notifier = createNotifier(notifications, ref, { env, problem: (text) => void problem(text) });
  const trace = otlpWanted(env) ? await createOtlpTrace(ref) : undefined;
  return {
    bake: (event) => trace?.bake(event),
    rollout(event) {
      trace?.rollout(event);
      notifier.event(event);
    },
    async close() {
      await Promise.all([notifier.close(), trace?.close()]);
    },
  };
}
