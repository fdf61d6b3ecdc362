import type { EnvironmentRef } from '@imago/engine';
import type { RunTrace } from './trace-run.ts';

/** A trace that is sent while the run goes on; `close` sends what is left, or gives up after a few seconds. */
export interface OtlpTrace extends Omit<RunTrace, 'close'> {
  close(): Promise<void>;
}

/** Whether a trace is wanted: OpenTelemetry's own variables say where it goes. */
export const otlpWanted = (env: Readonly<Record<string, string | undefined>>): boolean =>
  (env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '') !== '' &&
  env['OTEL_SDK_DISABLED'] !== 'true';

/**
 * Sends a run as a trace over OTLP/HTTP. Endpoint, headers and time-outs are read by the exporter from the standard
 * `OTEL_EXPORTER_OTLP_*` variables. A collector that does not answer costs nothing but its trace.
 */
export async function createOtlpTrace(ref: EnvironmentRef): Promise<OtlpTrace> {
  const [
    { BasicTracerProvider, BatchSpanProcessor },
    { OTLPTraceExporter },
    { resourceFromAttributes },
    { traceRun },
  ] = await Promise.all([
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('./trace-run.ts'),
  ]);
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.name': process.env['OTEL_SERVICE_NAME'] ?? 'imago',
      'deployment.environment.name': ref.environment,
    }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ timeoutMillis: 3000 }))],
  });
  const run = traceRun(provider.getTracer('imago'), ref);
  return {
    bake: (event) => run.bake(event),
    rollout: (event) => run.rollout(event),
    async close() {
      run.close();
      await provider.shutdown().catch(() => undefined);
    },
  };
}
