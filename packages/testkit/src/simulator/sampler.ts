import type { CheckSampler } from '@imago/engine';
import type { Random } from '../random.ts';
import type { SimulatedWorld } from './world/world.ts';

/** Answers checks by the word in their command: `passes`, `fails`, or `flaky`; all fail while the world says so. */
export const createSampler = (world: SimulatedWorld, random: Random): CheckSampler => ({
  async sample({ check }) {
    const temper = temperOf(check);
    const ok =
      world.now >= world.checksFailUntil &&
      (temper === 'passes' || (temper === 'flaky' && random.chance(0.7)));
    return { ok, detail: `${temper}: ${ok ? 'fine' : 'not fine'}` };
  },
});

function temperOf(check: Parameters<CheckSampler['sample']>[0]['check']): string {
  if (check.kind === 'command') return check.run;
  if (check.kind === 'hook' && check.action.kind === 'command') return check.action.run;
  return 'passes';
}
