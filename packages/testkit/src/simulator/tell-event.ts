import type { RolloutEvent } from '@imago/engine';

/** A line of a schedule's story; undefined for what happens all the time. */
export function tellEvent(event: RolloutEvent): string | undefined {
  switch (event.code) {
    case 'observed':
    case 'probe-sample':
    case 'action-finished':
    case 'check-sampled':
      return undefined;
    case 'action-started':
      return event.summary;
    case 'waiting':
      return `waits for ${event.reason}`;
    case 'retrying':
      return `again: ${event.message}`;
    default: {
      const { code, ...rest } = event;
      return `${code} ${JSON.stringify(rest)}`;
    }
  }
}
