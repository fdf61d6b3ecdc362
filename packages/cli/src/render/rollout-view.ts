import type { Observed, ProbeTotals, RolloutEvent } from '@imago/engine';

/** What the live view knows of a rollout. */
export interface RolloutView {
  readonly title: string;
  readonly startedAt: Date | undefined;
  readonly doing: string;
  readonly observed: Observed | undefined;
  readonly totals: ProbeTotals | undefined;
  readonly ended: boolean;
}

export const emptyRolloutView: RolloutView = {
  title: '',
  startedAt: undefined,
  doing: '',
  observed: undefined,
  totals: undefined,
  ended: false,
};

/** The view after an event. */
export function rolloutView(view: RolloutView, event: RolloutEvent, now: Date): RolloutView {
  switch (event.code) {
    case 'rollout-started':
      return { ...emptyRolloutView, title: titleOf(event), startedAt: now };
    case 'observed':
      return { ...view, observed: event.observed, totals: event.totals ?? view.totals };
    case 'action-started':
      return { ...view, doing: event.summary };
    case 'waiting':
      return { ...view, doing: event.reason };
    case 'turned-back':
      return { ...view, doing: `turning back: ${event.reason}` };
    case 'rollout-ended':
      return { ...view, doing: event.end.kind, ended: true };
    case 'rollout-recovered':
    case 'lock-taken-over':
    case 'action-finished':
    case 'retrying':
    case 'weights-shifted':
    case 'probe-sample':
      return view;
  }
}

function titleOf(event: Extract<RolloutEvent, { code: 'rollout-started' }>): string {
  const path = [event.from, event.to].filter((release) => release !== undefined).join(' -> ');
  return `${event.kind} ${path}`;
}
