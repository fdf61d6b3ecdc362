import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { describe, expect, test } from 'vitest';
import { seconds } from '@imago/engine';
import type { BakeEvent, RolloutEvent } from '@imago/engine';
import { otlpWanted } from '../../src/telemetry/create-otlp-trace.ts';
import { traceRun } from '../../src/telemetry/trace-run.ts';

const ref = { project: 'shop', environment: 'production' };
const action = { kind: 'set-weights', weights: [{ release: 'r2', weight: 100 }] } as const;

async function spansOf(
  rollout: readonly RolloutEvent[],
  bakes: readonly BakeEvent[] = [],
): Promise<readonly ReadableSpan[]> {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const run = traceRun(provider.getTracer('test'), ref);
  for (const event of bakes) run.bake(event);
  for (const event of rollout) run.rollout(event);
  run.close();
  await provider.forceFlush();
  return exporter.getFinishedSpans();
}

const started: RolloutEvent = { code: 'rollout-started', number: 4, kind: 'deploy', to: 'r2', from: 'r1' };

describe('a trace of a run', () => {
  test('has the rollout as its root, and actions and waits below it', async () => {
    const spans = await spansOf([
      started,
      { code: 'waiting', reason: '2 of 3 instances of r2 healthy' },
      { code: 'action-started', action, summary: 'shift traffic' },
      { code: 'action-finished', action, summary: 'shift traffic', ms: 12 },
      {
        code: 'rollout-ended',
        number: 4,
        end: { at: '2026-01-01T00:00:00Z', kind: 'deployed', requests: 9, failures: 0 },
      },
    ]);
    const root = spans.find(({ name }) => name === 'deploy shop/production');
    const below = spans.filter(
      ({ parentSpanContext }) => parentSpanContext?.spanId === root?.spanContext().spanId,
    );
    expect(below.map(({ name }) => name)).toEqual(['wait: 2 of 3 instances of r2 healthy', 'shift traffic']);
    expect(root?.attributes).toMatchObject({
      'imago.to': 'r2',
      'imago.end': 'deployed',
      'imago.failures': 0,
    });
  });

  test('is marked as failed with the reason when the rollout turns back', async () => {
    const reason = 'smoke failed: status 503';
    const because = { kind: 'check-failed', check: 'smoke', detail: 'status 503' } as const;
    const [root] = await spansOf([started, { code: 'turned-back', because, reason }]);
    expect(root?.status).toEqual({ code: 2, message: reason });
    expect(root?.events.map(({ name }) => name)).toEqual(['turned-back']);
  });

  test('has each bake with its steps', async () => {
    const [fingerprint, recipe] = ['f00d', 'web'];
    const spans = await spansOf(
      [],
      [
        { code: 'bake-started', recipe, fingerprint, provisioners: 1 },
        { code: 'bake-step-started', recipe, step: 'launch' },
        { code: 'bake-step-finished', recipe, step: 'launch', duration: seconds(1) },
        { code: 'bake-finished', recipe, fingerprint, imageId: 'ami-1', name: 'web', duration: seconds(2) },
      ],
    );
    expect(spans.map(({ name }) => name)).toEqual(['launch', 'bake web']);
  });

  test('is off unless OpenTelemetry says where it goes', () => {
    expect(otlpWanted({})).toBe(false);
    expect(otlpWanted({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' })).toBe(true);
    expect(otlpWanted({ OTEL_EXPORTER_OTLP_ENDPOINT: 'x', OTEL_SDK_DISABLED: 'true' })).toBe(false);
  });
});
