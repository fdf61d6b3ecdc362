import type { RolloutEnd } from '../model/rollout.ts';
import type { ProbeTotals } from '../ports/prober.ts';
import { optional } from './optional.ts';
import { run } from './run.ts';
import type { Run, RunEnd } from './run.ts';
import { watchTraffic } from './traffic-watch.ts';
import { reasonOf } from './words.ts';

/** Runs a rollout to its end and writes down how it ended. */
export async function finish(
  order: Omit<Run, 'watch'>,
): Promise<{ readonly run: RunEnd; readonly end: RolloutEnd; readonly traffic?: ProbeTotals }> {
  const { journal, ports } = order;
  const watch = watchTraffic(journal.record.kind === 'destroy' ? undefined : order.release?.settings, ports);
  try {
    const ended = await run({ ...order, watch });
    const traffic = watch.totals();
    const end = endOf(order, ended, traffic);
    if (ended.final) await journal.end(end);
    ports.emit({ code: 'rollout-ended', number: journal.record.number, end });
    return { run: ended, end, ...optional({ traffic }) };
  } finally {
    await watch.stop();
  }
}

function endOf(
  { journal, ports }: Omit<Run, 'watch'>,
  ended: RunEnd,
  traffic: ProbeTotals | undefined,
): RolloutEnd {
  const { kind, entries } = journal.record;
  const turned = entries.find((entry) => entry.kind === 'turned-back');
  const at = ports.clock.now().toISOString();
  const counted = optional({ requests: traffic?.requests, failures: traffic?.failures });
  if (ended.stopped !== undefined) return { at, kind: 'stopped', reason: ended.stopped, ...counted };
  if (kind === 'destroy') return { at, kind: 'destroyed' };
  if (turned === undefined) return { at, kind: 'deployed', ...counted };
  const outcome = turned.because.kind === 'interrupted' ? 'interrupted' : 'rolled-back';
  return { at, kind: outcome, reason: reasonOf(turned.because), ...counted };
}
