import { type BakePorts, cleanLeftovers } from '@imago/engine';

/** Removes what a bake that was killed left behind; its events say what was found and what became of it. */
export async function recoverLeftovers(ports: BakePorts, signal: AbortSignal): Promise<void> {
  await cleanLeftovers(ports, signal);
}
