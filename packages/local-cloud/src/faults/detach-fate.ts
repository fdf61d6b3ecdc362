import type { FaultedCall } from './registry.ts';

/** What becomes of a volume that is detached. */
export type DetachFate =
  | { readonly kind: 'goes' }
  | { readonly kind: 'slow'; readonly afterMs: number }
  | { readonly kind: 'stuck' };

/** Decides it for the next volume. */
export function decideDetach(detach: FaultedCall | undefined): DetachFate {
  if (!detach) return { kind: 'goes' };
  if (detach.draw('stuckDetach') < (detach.option('stuckDetach') ?? 0)) {
    detach.count('stuckDetach', 'stuckDetach');
    return { kind: 'stuck' };
  }
  const slow = detach.option('slowDetach');
  if (!slow) return { kind: 'goes' };
  detach.count('slowDetach', 'slowDetach');
  return { kind: 'slow', afterMs: slow.fromMs + (slow.toMs - slow.fromMs) * detach.draw('slowDetach') };
}
