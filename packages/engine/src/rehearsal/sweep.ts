import { ImagoError } from '../errors/imago-error.ts';
import { minutes } from '../model/duration.ts';
import type { RehearsalRecord } from './rehearsal-record.ts';
import { stateKeys } from '../rollout/keys.ts';
import { readLock, takeLock } from '../rollout/lock.ts';
import { steady } from '../rollout/steady.ts';
import { forgettable, leftoversIn } from './leftovers.ts';
import { openRehearsal, readShelf } from './records.ts';
import type { Shelf } from './records.ts';
import type { RemovalOutcome } from './rehearsal-outcome.ts';
import { lockOf, within } from './rehearsal-ports.ts';
import type { RehearsalPorts } from './rehearsal-ports.ts';
import { tearDown } from './tear-down.ts';
import { withinTime } from './time-limit.ts';

/** How long a command waits for what another one has left; whoever comes next goes on. */
const patience = minutes(5);

/** Rehearsals removed at a time. */
const atOnce = 4;

/** Removes what killed and forgotten rehearsals of a project left; whatever of it fails stops nobody. */
export async function sweepRehearsals(
  project: string,
  given: RehearsalPorts,
  signal: AbortSignal,
): Promise<void> {
  const ports = { ...given, ...steady(given) };
  const { records, locked } = await readShelf(ports.state, project);
  const { region } = ports.rehearsals;
  const dead = new Set<string>();
  for (const { id, holder, removedAt } of records) {
    if (removedAt === undefined && (await ports.identity.isDead(holder))) dead.add(id);
  }
  const left = [...leftoversIn(records, { now: ports.clock.now(), dead, region })];
  await withinTime(patience, ports.clock, signal, async (either) => {
    const work = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined && !either.aborted; next = left.shift()) {
        const { record, why } = next;
        const { id: rehearsal, of } = record;
        await remove(record, why, ports, either).catch((error: unknown) => {
          if (!(error instanceof ImagoError)) throw error;
          ports.emit({ code: 'rehearsal-left', rehearsal, of, reason: error.message });
        });
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, left.length) }, work));
  });
  const gone = forgettable(records).map(({ id }) => stateKeys.rehearsal(project, id));
  await Promise.all(gone.map((key) => ports.state.delete(key)));
  await clearLocks(project, { records, locked }, ports);
}

/** Clears away locks of those whose process was killed before it wrote its record, or after it was done. */
async function clearLocks(project: string, { records, locked }: Shelf, ports: RehearsalPorts): Promise<void> {
  for (const id of locked) {
    const record = records.find((one) => one.id === id);
    if (record !== undefined && record.removedAt === undefined) continue;
    const place = lockOf({ project, id });
    if ((await readLock(place, ports)) === undefined) await ports.state.delete(stateKeys.lock(place));
  }
}

/** Removes one rehearsal that was kept, or that a living process is not at work on. */
export async function removeRehearsal(
  { project, id: rehearsal }: Pick<RehearsalRecord, 'project' | 'id'>,
  given: RehearsalPorts,
  signal: AbortSignal,
): Promise<RemovalOutcome> {
  const ports = { ...given, ...steady(given) };
  const found = await openRehearsal(ports.state, project, rehearsal);
  if (found !== undefined) return remove(found.record, undefined, ports, signal);
  const { records } = await readShelf(ports.state, project);
  const there = records.filter(({ removedAt }) => removedAt === undefined);
  throw new ImagoError({
    code: 'no-rehearsal',
    source: 'user',
    message: `there is no rehearsal ${JSON.stringify(rehearsal)}`,
    fix: there.length === 0 ? 'none is left' : `write one of ${there.map(({ id }) => id).join(', ')}`,
  });
}

async function remove(
  record: RehearsalRecord,
  why: string | undefined,
  ports: RehearsalPorts,
  signal: AbortSignal,
): Promise<RemovalOutcome> {
  const { project, id: rehearsal } = record;
  const lock = await takeLock(lockOf(record), 'rehearse', within(ports));
  if (lock.kind === 'locked') return lock;
  let removed = false;
  try {
    // Another command may have been faster.
    const book = await openRehearsal(ports.state, project, rehearsal);
    removed = book?.record.removedAt !== undefined;
    if (book === undefined || removed) return { kind: 'nothing', rehearsal };
    const left = await tearDown(book, ports, lock, { signal, ...(why === undefined ? {} : { why }) });
    removed = left === undefined;
    return left === undefined ? { kind: 'removed', rehearsal } : { kind: 'left', rehearsal, left };
  } finally {
    await lock.release();
    if (removed) await ports.state.delete(stateKeys.lock(lockOf(record)));
  }
}
