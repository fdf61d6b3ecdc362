import type { Observed, ProbeTotals, RolloutEvent } from '@imago/engine';
import { type MemberLine, memberLines } from './member-lines.ts';

/** What the live view knows of a rollout. */
export interface RolloutView {
  readonly title: string;
  readonly startedAt: Date | undefined;
  readonly doing: string;
  readonly observed: Observed | undefined;
  readonly totals: ProbeTotals | undefined;
  /** Of a cluster. */
  readonly members: readonly MemberLine[];
}

/** Before a rollout has begun: nothing is painted. */
export const emptyRolloutView: RolloutView = {
  title: '',
  startedAt: undefined,
  doing: '',
  observed: undefined,
  totals: undefined,
  members: [],
};

/** The view after an event. */
export function rolloutView(view: RolloutView, event: RolloutEvent, now: Date): RolloutView {
  switch (event.code) {
    case 'rollout-started':
      return { ...emptyRolloutView, title: titleOf(event), startedAt: now };
    // Putting a killed run right has no start of its own; the rollout's own start follows it.
    case 'rollout-recovered':
      return { ...emptyRolloutView, title: `put #${event.number} right`, startedAt: now };
    case 'observed':
      return { ...view, observed: event.observed, totals: event.totals ?? view.totals };
    case 'cluster-observed':
      return { ...view, members: memberLines(event.observed, event.health) };
    case 'action-started':
      return { ...view, doing: event.summary };
    case 'waiting':
      return { ...view, doing: `waiting: ${event.reason}` };
    case 'turned-back':
      return { ...view, doing: `turning back: ${event.reason}` };
    case 'rollout-ended':
      return { ...view, doing: event.end.kind };
    case 'retrying':
      return { ...view, doing: `again: ${event.message}` };
    case 'rollout-held':
      return { ...view, doing: `held: ${event.reason}` };
    case 'rehearsal-step':
      return { ...view, doing: event.summary };
    case 'address-lost':
    case 'test-started':
    case 'test-passed':
    case 'test-failed':
    case 'rehearsal-started':
    case 'rehearsal-ended':
    case 'rehearsal-removed':
    case 'rehearsal-left':
    case 'lock-taken-over':
    case 'step-passed':
    case 'check-sampled':
    case 'check-ended':
    case 'order-heard':
    case 'action-finished':
    case 'weights-shifted':
    case 'probe-sample':
      return view;
  }
}

function titleOf(event: Extract<RolloutEvent, { code: 'rollout-started' }>): string {
  const path = [event.from, event.to].filter((release) => release !== undefined).join(' -> ');
  return path === '' ? event.kind : `${event.kind} ${path}`;
}
