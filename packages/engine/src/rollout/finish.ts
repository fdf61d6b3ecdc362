import type { Because, RolloutEnd } from '../model/rollout.ts';
import type { ProbeTotals } from '../ports/prober.ts';
import { optional } from './optional.ts';
import { run } from './run.ts';
import type { Run, RunEnd } from './run.ts';
import type { SubjectOrder } from './subject.ts';
import { openSubject } from './open-subject.ts';
import type { Arrival } from './outcome.ts';
import { reasonOf } from './words.ts';

/** What is run to its end. */
export type RunOrder = Omit<Run, 'subject'> & SubjectOrder;

/** A rollout that has ended, or waits for a person. */
export interface Finished {
  readonly run: RunEnd;
  readonly arrival: Arrival;
  /** Undefined where it is held. */
  readonly end?: RolloutEnd;
  readonly traffic?: ProbeTotals;
}

/** Runs a rollout to its end and writes down how it ended; one that waits for a person stays open. */
export async function finish(order: RunOrder): Promise<Finished> {
  const { journal, ports } = order;
  const subject = await openSubject(order);
  try {
    const ended = await run({ ...order, subject });
    const traffic = subject.totals();
    const arrival = subject.arrival();
    if (ended.held !== undefined) return { run: ended, arrival, ...optional({ traffic }) };
    const end = endOf(order, ended, traffic);
    if (ended.final) await journal.end(end);
    ports.emit({ code: 'rollout-ended', number: journal.record.number, end });
    return { run: ended, arrival, end, ...optional({ traffic }) };
  } finally {
    await subject.stop();
  }
}

function endOf({ journal, ports }: RunOrder, ended: RunEnd, traffic: ProbeTotals | undefined): RolloutEnd {
  const { kind, entries } = journal.record;
  const turned = entries.find((entry) => entry.kind === 'turned-back');
  const at = ports.clock.now().toISOString();
  const counted = optional({ requests: traffic?.requests, failures: traffic?.failures });
  if (ended.stopped !== undefined) return { at, kind: 'stopped', reason: ended.stopped, ...counted };
  if (kind === 'destroy') return { at, kind: 'destroyed' };
  if (turned === undefined) return { at, kind: arrived[kind], ...counted };
  return { at, kind: endedAs(turned.because), reason: reasonOf(turned.because), ...counted };
}

/** How a rollout counts that did not turn back. */
const arrived = { deploy: 'deployed', rollback: 'deployed', heal: 'healed', restore: 'restored' } as const;

/** How a rollout that turned back counts. */
function endedAs({ kind }: Because): RolloutEnd['kind'] {
  if (kind === 'interrupted' || kind === 'aborted') return kind;
  return 'rolled-back';
}
