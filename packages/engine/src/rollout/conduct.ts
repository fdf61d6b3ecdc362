import type { Release } from '../model/release.ts';
import type { RolloutRecord } from '../model/rollout.ts';
import { conclude } from './conclude.ts';
import { finish } from './finish.ts';
import { beginJournal } from './journal.ts';
import { optional } from './optional.ts';
import { appendOrders } from './orders.ts';
import type { RolloutOutcome } from './outcome.ts';
import { overridesOf } from './overrides.ts';
import type { RolloutPorts } from './ports.ts';
import type { GateOverride } from './requests.ts';
import type { Session } from './session.ts';
import type { Seen } from './subject.ts';

/** What a rollout is begun with beside its record. */
export interface Beginning {
  readonly release: Release;
  /** When the command was given. */
  readonly begun: Date;
  readonly observed: Seen;
  readonly overrides?: readonly GateOverride[];
  readonly handOver?: boolean;
}

/** Begins the journal of a rollout, runs it to its end or to where it waits, and answers how it went. */
export async function conduct(
  record: Omit<RolloutRecord, 'number'>,
  beginning: Beginning,
  session: Session<Seen>,
  ports: RolloutPorts,
  signal: AbortSignal,
): Promise<RolloutOutcome> {
  const { release, begun, observed, overrides = [], handOver = false } = beginning;
  const { ref, lock, lastRollout } = session;
  lock.assertHeld();
  const journal = await beginJournal(ports.state, ref, record, lastRollout);
  const { number, kind, from, by } = journal.record;
  const told = overridesOf(overrides, by, ports.clock.now());
  if (told.length > 0) await appendOrders(ports.state, ref, number, told);
  ports.emit({ code: 'rollout-started', number, kind, to: release.id, ...optional({ from }) });
  const order = { environment: ref, ports, lock, journal, release, signal, observed, handOver };
  const finished = await finish(order);
  return conclude(journal.record, release, begun, finished, signal.aborted);
}
