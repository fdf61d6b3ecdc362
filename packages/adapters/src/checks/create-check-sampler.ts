import { formatDuration } from '@imago/engine';
import type { CheckContext, CheckSample, CheckSampler, SampledCheck, Shell } from '@imago/engine';
import type { AwsClients } from '../aws/clients.ts';
import { sampleAlarms } from './alarms.ts';
import { judge } from './judge.ts';
import { readMetric } from './metric.ts';
import { onInstances } from './on-instances.ts';
import { commandSample, runHere } from './run-here.ts';
import { readScript } from './script.ts';
import { callUrl, sampleHttp } from './sample-http.ts';
import { sampleTcp } from './sample-tcp.ts';
import { within } from './within.ts';

/** What checks are asked with. */
export interface CheckTools {
  readonly aws: AwsClients;
  readonly shell: Shell;
  /** The project's folder: commands run there, and relative paths of keys start there. */
  readonly directory: string;
  /** What commands inherit. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
}

/** Asks gates over HTTP, TCP, CloudWatch, the shell of this machine and ssh, and runs hooks. Nothing is kept between two samples. */
export function createCheckSampler(
  aws: AwsClients,
  options: Omit<CheckTools, 'aws' | 'now'> & { readonly now?: () => Date },
): CheckSampler {
  const tools: CheckTools = { aws, now: () => new Date(), ...options };
  return {
    async sample(request, context, signal) {
      const { check } = request;
      if (check.kind === 'compare')
        return { ok: false, detail: 'a comparison is judged without being asked' };
      const timeout = check.kind === 'hook' ? check.timeout : check.sampling.timeout;
      const late = `no answer within ${formatDuration(timeout)}`;
      try {
        return await within(timeout, late, signal, (limit) => ask(request, context, tools, limit));
      } catch (error) {
        return { ok: false, detail: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

async function ask(
  request: SampledCheck,
  context: CheckContext,
  tools: CheckTools,
  signal: AbortSignal,
): Promise<CheckSample> {
  const { check } = request;
  switch (check.kind) {
    case 'http':
      return sampleHttp(check, request, context, signal);
    case 'tcp':
      return sampleTcp(check, request, context, signal);
    case 'command':
      return check.on === 'instances'
        ? onInstances(check.run, request, context, tools, signal)
        : commandSample(await runHere(check.run, request, context, tools, signal));
    case 'alarms':
      return sampleAlarms(check.names, tools.aws, signal);
    case 'analysis': {
      const { measure, success } = check;
      if (measure.kind === 'metric')
        return judge(await readMetric(measure.query, tools.aws, tools.now(), signal), success);
      return judge(await readScript(measure.run, request, context, tools, signal), success);
    }
    case 'compare':
      return { ok: false, detail: 'a comparison is judged without being asked' };
    case 'hook':
      switch (check.action.kind) {
        case 'command':
          return commandSample(await runHere(check.action.run, request, context, tools, signal));
        case 'http':
          return callUrl(check.action, signal);
        case 'instances':
          return onInstances(check.action.run, request, context, tools, signal);
      }
  }
}
