import type { RolloutEvent } from '@imago/engine';

/** A line of a schedule's story; undefined for what happens all the time. */
export function tellEvent(event: RolloutEvent): string | undefined {
  switch (event.code) {
    case 'observed':
    case 'cluster-observed':
    case 'probe-sample':
    case 'action-finished':
    case 'check-sampled':
    // Nobody rehearses here.
    case 'rehearsal-started':
    case 'rehearsal-step':
    case 'rehearsal-ended':
    case 'rehearsal-left':
    case 'rehearsal-removed':
      return undefined;
    case 'action-started':
      return event.summary;
    case 'waiting':
      return `waits for ${event.reason}`;
    case 'retrying':
      return `again: ${event.message}`;
    case 'check-ended':
    case 'address-lost':
    case 'test-started':
    case 'test-passed':
    case 'test-failed':
    case 'lock-taken-over':
    case 'order-heard':
    case 'rollout-ended':
    case 'rollout-held':
    case 'rollout-recovered':
    case 'rollout-started':
    case 'step-passed':
    case 'turned-back':
    case 'weights-shifted': {
      const { code, ...rest } = event;
      return `${code} ${JSON.stringify(rest)}`;
    }
  }
}
