import type { Action } from '../model/action.ts';
import type { CheckRequest } from '../model/check.ts';
import type { Because, Hold, Note } from '../model/rollout.ts';

/** What a strategy wants done next, in actions of its own kind: a fleet's, or a cluster's. */
export type Decision<A = Action> =
  /** Perform these, in order, then look again. */
  | { readonly kind: 'act'; readonly actions: readonly A[] }
  /** Look again later; meanwhile these checks are carried on. */
  | {
      readonly kind: 'wait';
      readonly reason: string;
      readonly until?: Date;
      readonly checks?: readonly CheckRequest[];
      /** The wait is meant: a pause, or bake time. It does not count towards the progress deadline. */
      readonly meant?: boolean;
    }
  /** Write these down, then decide again. */
  | { readonly kind: 'note'; readonly notes: readonly Note[] }
  /** Leave everything as it is and end the process: a person says how it goes on. */
  | { readonly kind: 'hold'; readonly why: Hold; readonly reason: string }
  /** Go back to where the rollout began. */
  | { readonly kind: 'turn-back'; readonly because: Because }
  | { readonly kind: 'done' }
  /** Neither forward nor back without doing harm. */
  | { readonly kind: 'stop'; readonly reason: string };
