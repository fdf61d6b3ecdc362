import type { RolloutEvent } from './rollout-events.ts';

/**
 * An event of a rollout as people read it, wherever it is shown: in a terminal, a notification or a trace.
 * Undefined for what only a view can show, or what another event has said.
 */
export function rolloutSentence(event: RolloutEvent): string | undefined {
  switch (event.code) {
    case 'rollout-started': {
      if (event.kind === 'restore' && event.from === event.to)
        return `restore #${event.number} on ${event.to}`;
      const from = event.from === undefined ? '' : ` from ${event.from}`;
      const to = event.to === undefined ? '' : ` to ${event.to}`;
      return `${event.kind} #${event.number}${from}${to}`;
    }
    case 'rollout-recovered':
      return event.summary;
    case 'lock-taken-over':
      return `took over the lock of ${event.from}: ${event.why}`;
    case 'action-finished':
      return event.summary;
    case 'address-lost':
      return `${event.member} has the address ${event.address}: ${event.before}, which its data may know it by, was not free`;
    case 'retrying':
      return `again: ${event.message}`;
    case 'waiting':
      return `waiting: ${event.reason}`;
    case 'step-passed':
      return `step ${event.index + 1} passed: ${event.title}`;
    case 'check-sampled':
      return event.ok ? undefined : `${event.name}: ${event.detail}`;
    case 'check-ended':
      return `${event.name} ${event.result}: ${event.detail}`;
    case 'test-started':
      return `test ${event.name} (${event.moment}) started`;
    case 'test-passed':
      return `test ${event.name} (${event.moment}) passed: ${event.detail}`;
    case 'test-failed':
      return `test ${event.name} (${event.moment}) failed: ${event.detail}`;
    case 'order-heard':
      return orderSentence(event.order);
    case 'rollout-held':
      return `held #${event.number}: ${event.reason}`;
    case 'probe-sample': {
      const { ok, error, status } = event.sample;
      return ok ? undefined : `request failed: ${error ?? `status ${status}`}`;
    }
    case 'turned-back':
      return `turning back: ${event.reason}`;
    case 'rollout-ended':
      return `${event.end.kind}${event.end.reason === undefined ? '' : `: ${event.end.reason}`}`;
    case 'rehearsal-started':
      return `rehearsal ${event.rehearsal} of ${event.of}: ${event.kind}, until ${event.expiresAt} at the latest`;
    case 'rehearsal-step':
      return event.summary;
    case 'rehearsal-ended':
      return `rehearsal ${event.rehearsal} ${event.result}${event.reason === undefined ? '' : `: ${event.reason}`}`;
    case 'rehearsal-removed':
      return `removed rehearsal ${event.rehearsal} of ${event.of}${event.why === undefined ? '' : `: ${event.why}`}`;
    case 'rehearsal-left':
      return `rehearsal ${event.rehearsal} of ${event.of} is left for the next command: ${event.reason}`;
    case 'action-started':
    case 'weights-shifted':
    case 'observed':
    case 'cluster-observed':
      return undefined;
  }
}

/** What a person told a rollout, as people read it. */
export function orderSentence(order: Extract<RolloutEvent, { code: 'order-heard' }>['order']): string {
  switch (order.kind) {
    case 'pause':
      return `${order.by} paused it`;
    case 'resume':
      return `${order.by} resumed it`;
    case 'promote':
      return `${order.by} promoted it${order.full ? ' past every step' : ''}`;
    case 'abort':
      return `${order.by} aborted it${order.reason === undefined ? '' : `: ${order.reason}`}`;
    case 'override-gate':
      return `${order.by} let ${order.gate} pass: ${order.reason}`;
  }
}
