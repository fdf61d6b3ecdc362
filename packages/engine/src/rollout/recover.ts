import type { EnvironmentRef } from '../model/environment.ts';
import type { Observed } from '../model/observed.ts';
import type { RolloutRecord } from '../model/rollout.ts';
import { openJournal } from './journal.ts';
import type { Lock } from './lock.ts';
import type { RolloutPorts } from './ports.ts';
import { readRelease, readRollout } from './records.ts';
import { finish } from './finish.ts';
import { optional } from './optional.ts';

/** What a rollout that was left behind tried, and what becomes of it. */
export function describeUnfinished(record: RolloutRecord): string {
  const what = record.kind === 'destroy' ? 'a destroy' : `a ${record.kind} to ${record.to ?? 'nothing'}`;
  const then =
    record.kind === 'destroy'
      ? 'it is finished first'
      : `it is finished where traffic had moved, and put back where it had not`;
  return `${what} (#${record.number}, begun ${record.startedAt} by ${record.by}) was left unfinished; ${then}`;
}

/** Finishes, or puts back, the last rollout where its process left it. Answers undefined where there is none. */
export async function recover(
  ref: EnvironmentRef,
  last: number,
  lock: Lock,
  ports: RolloutPorts,
): Promise<{ readonly observed?: Observed; readonly stopped?: string } | undefined> {
  const found = await readRollout(ports.state, ref, last);
  if (found === undefined || found.record.end !== undefined) return undefined;
  const { record, version } = found;
  ports.emit({ code: 'rollout-recovered', number: record.number, summary: describeUnfinished(record) });
  const journal = openJournal(ports.state, ref, record, version);
  const { self } = ports.identity;
  const at = ports.clock.now().toISOString();
  await journal.append({
    kind: 'taken-over',
    at,
    by: `${self.user}@${self.host}`,
    token: lock.token,
    how: 'recover',
  });
  const release = await readRelease(ports.state, ref, record.to);
  // Putting right is not interrupted: it is what an interrupt would ask for.
  const { signal } = new AbortController();
  const { run } = await finish({ environment: ref, ports, lock, journal, release, signal });
  return { observed: run.observed, ...optional({ stopped: run.final ? undefined : run.stopped }) };
}
