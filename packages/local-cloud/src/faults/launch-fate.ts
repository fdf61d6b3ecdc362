import { DIE_WITHIN_MS } from './fault.ts';
import type { FaultedCall } from './registry.ts';

/** What becomes of a machine that is launched. */
export type LaunchFate =
  | { readonly kind: 'lives' }
  | { readonly kind: 'never-boots' }
  | { readonly kind: 'dies'; readonly afterMs: number };

/** Decides it for the next machine. */
export function decideLaunch(launch: FaultedCall | undefined): LaunchFate {
  if (!launch) return { kind: 'lives' };
  if (launch.draw('neverBoots') < (launch.option('neverBoots') ?? 0)) {
    launch.count('neverBoots', 'neverBoots');
    return { kind: 'never-boots' };
  }
  if (launch.draw('die') >= (launch.option('die') ?? 0)) return { kind: 'lives' };
  launch.count('die', 'die');
  return {
    kind: 'dies',
    afterMs: (launch.option('dieWithinMs') ?? DIE_WITHIN_MS) * launch.draw('die', 'moment'),
  };
}
