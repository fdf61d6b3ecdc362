import type { RehearsalKind } from '../model/rehearsal.ts';

/** What a rehearsal tells beside what its rollouts tell. */
export type RehearsalEvent =
  | {
      readonly code: 'rehearsal-started';
      readonly rehearsal: string;
      readonly of: string;
      readonly kind: RehearsalKind;
      readonly expiresAt: string;
    }
  | { readonly code: 'rehearsal-step'; readonly rehearsal: string; readonly summary: string }
  | {
      readonly code: 'rehearsal-ended';
      readonly rehearsal: string;
      readonly of: string;
      readonly result: 'passed' | 'failed' | 'interrupted';
      readonly reason?: string;
    }
  /** Nothing is left of it; `why` where another command did it. */
  | {
      readonly code: 'rehearsal-removed';
      readonly rehearsal: string;
      readonly of: string;
      readonly why?: string;
      readonly ms: number;
    }
  /** Something of it could not be removed; the next command tries again. */
  | {
      readonly code: 'rehearsal-left';
      readonly rehearsal: string;
      readonly of: string;
      readonly reason: string;
    };
