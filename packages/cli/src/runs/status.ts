import { setTimeout as sleep } from 'node:timers/promises';
import { type ClusterStatusReport, readClusterStatus, readStatus, type StatusReport } from '@imago/engine';
import type { StatusFlags } from '../commands/status.ts';
import { type CliContext, printResult } from '../context.ts';
import { clusterStatusText } from '../render/cluster-status-text.ts';
import { statusText } from '../render/status-text.ts';
import { inEnvironment } from './in-environment.ts';
import { tellLeft } from './sweep.ts';

/** `imago status ENV`; with `--watch` until Ctrl-C, painted over in a terminal. */
export async function showStatus(this: CliContext, flags: StatusFlags, name: string): Promise<void> {
  await inEnvironment(this, name, async (run) => {
    const left = await tellLeft(run, this);
    const display = await displayFor(this, flags.watch, left);
    do {
      display.show(
        run.spec.settings.kind === 'cluster'
          ? await readClusterStatus(run.ref, run.ports, this.signal)
          : await readStatus(run.ref, run.ports),
      );
      if (flags.watch) await sleep(2000, undefined, { signal: this.signal }).catch(() => undefined);
    } while (flags.watch && !this.signal.aborted);
    display.done();
  });
}

/** Where reports go, one after the other. */
interface Display {
  show(report: StatusReport | ClusterStatusReport): void;
  done(): void;
}

/** `left`: what a JSON document holds besides. */
async function displayFor(context: CliContext, watch: boolean, left: object): Promise<Display> {
  const { stdout } = context.process;
  if (!watch || context.options.json || !stdout.isTTY) {
    return { show: (report) => printResult(context, textOf(report), { ...report, ...left }), done: () => {} };
  }
  const { createLogUpdate } = await import('log-update');
  const screen = createLogUpdate(stdout);
  return { show: (report) => screen(textOf(report)), done: () => screen.done() };
}

const textOf = (report: StatusReport | ClusterStatusReport): string =>
  'kind' in report ? clusterStatusText(report) : statusText(report);
