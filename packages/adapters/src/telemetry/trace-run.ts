import { SpanStatusCode, context, trace } from '@opentelemetry/api';
import type { Context, Span, Tracer } from '@opentelemetry/api';
import { environmentPath, rolloutSentence } from '@imago/engine';
import type { BakeEvent, EnvironmentRef, RolloutEvent } from '@imago/engine';

/** Turns the events of a run into spans: the rollout with its actions and waits, and each bake with its steps. */
export interface RunTrace {
  bake(event: BakeEvent): void;
  rollout(event: RolloutEvent): void;
  /** Ends what is still open, as after an interrupt. */
  close(): void;
}

/** Spans over a tracer; names are `deploy shop/production`, then what each action and wait says of itself. */
export function traceRun(tracer: Tracer, ref: EnvironmentRef): RunTrace {
  let root: Span | undefined;
  let inRoot: Context = context.active();
  let action: Span | undefined;
  let wait: Span | undefined;
  const bakes = new Map<string, { readonly span: Span; readonly within: Context; step?: Span }>();
  const endWait = (): void => {
    wait?.end();
    wait = undefined;
  };
  const note = (event: RolloutEvent): void => {
    root?.addEvent(event.code, { 'imago.text': rolloutSentence(event) ?? event.code });
  };
  const close = (): void => {
    endWait();
    action?.end();
    root?.end();
    for (const { span, step } of bakes.values()) {
      step?.end();
      span.end();
    }
    bakes.clear();
    [action, root] = [undefined, undefined];
  };
  return {
    rollout(event) {
      switch (event.code) {
        case 'rollout-started': {
          const { kind, number, to, from } = event;
          const attributes = {
            'imago.rollout': number,
            ...(to === undefined ? {} : { 'imago.to': to }),
            ...(from === undefined ? {} : { 'imago.from': from }),
          };
          root = tracer.startSpan(`${kind} ${environmentPath(ref)}`, { attributes });
          inRoot = trace.setSpan(context.active(), root);
          return;
        }
        case 'action-started':
          endWait();
          action = tracer.startSpan(
            event.summary,
            { attributes: { 'imago.action': event.action.kind } },
            inRoot,
          );
          return;
        case 'action-finished':
          action?.end();
          action = undefined;
          return;
        case 'waiting':
          endWait();
          wait = tracer.startSpan(`wait: ${event.reason}`, {}, inRoot);
          return;
        case 'turned-back':
          note(event);
          root?.setStatus({ code: SpanStatusCode.ERROR, message: event.reason });
          return;
        case 'rollout-ended': {
          const { kind, requests, failures } = event.end;
          root?.setAttribute('imago.end', kind);
          if (requests !== undefined) root?.setAttribute('imago.requests', requests);
          if (failures !== undefined) root?.setAttribute('imago.failures', failures);
          endWait();
          root?.end();
          root = undefined;
          return;
        }
        case 'step-passed':
        case 'check-ended':
        case 'address-lost':
        case 'test-started':
        case 'test-passed':
        case 'test-failed':
        case 'order-heard':
        case 'rollout-held':
        case 'rollout-recovered':
        case 'lock-taken-over':
        case 'rehearsal-started':
        case 'rehearsal-step':
        case 'rehearsal-ended':
        case 'rehearsal-removed':
        case 'rehearsal-left':
        case 'weights-shifted':
        case 'retrying':
          note(event);
          return;
        // They come at every look or request: a trace is no log.
        case 'observed':
        case 'cluster-observed':
        case 'probe-sample':
        case 'check-sampled':
          return;
      }
    },
    bake(event) {
      if (event.code === 'bake-leftover') return;
      if (event.code === 'bake-started') {
        const attributes = { 'imago.fingerprint': event.fingerprint };
        const span = tracer.startSpan(`bake ${event.recipe}`, { attributes });
        bakes.set(event.recipe, { span, within: trace.setSpan(context.active(), span) });
        return;
      }
      const bake = bakes.get(event.recipe);
      if (bake === undefined) return;
      switch (event.code) {
        case 'bake-step-started':
          bake.step = tracer.startSpan(event.step, {}, bake.within);
          return;
        case 'bake-step-finished':
          bake.step?.end();
          return;
        case 'bake-provisioner-started':
          bake.span.addEvent(event.title);
          return;
        case 'bake-failed':
          bake.step?.end();
          bake.span.setStatus({ code: SpanStatusCode.ERROR, message: event.message });
          bake.span.end();
          bakes.delete(event.recipe);
          return;
        case 'bake-finished':
          bake.span.setAttribute('imago.image', event.imageId);
          bake.span.end();
          bakes.delete(event.recipe);
          return;
        case 'bake-source-found':
        case 'bake-provisioner-finished':
        case 'bake-output':
        case 'bake-notice':
        case 'bake-kept':
        case 'bake-cleanup-failed':
        case 'bake-reused':
          return;
      }
    },
    close,
  };
}
