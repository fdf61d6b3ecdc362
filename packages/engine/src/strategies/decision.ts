import type { Action } from '../model/action.ts';
import type { Because } from '../model/rollout.ts';

/** What a strategy wants done next. */
export type Decision =
  /** Perform these, in order, then look again. */
  | { readonly kind: 'act'; readonly actions: readonly Action[] }
  | { readonly kind: 'wait'; readonly reason: string; readonly until?: Date }
  /** Go back to where the rollout began. */
  | { readonly kind: 'turn-back'; readonly because: Because }
  | { readonly kind: 'done' }
  /** Neither forward nor back without doing harm. */
  | { readonly kind: 'stop'; readonly reason: string };
