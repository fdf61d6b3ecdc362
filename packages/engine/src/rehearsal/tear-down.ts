import { ImagoError } from '../errors/imago-error.ts';
import { formatDuration, minutes } from '../model/duration.ts';
import { destroy } from '../rollout/destroy.ts';
import type { Lock } from '../rollout/lock.ts';
import type { DestroyOutcome } from '../rollout/outcome.ts';
import { withPatience } from '../rollout/patience.ts';
import { pause } from '../rollout/pause.ts';
import { after, shows } from '../strategies/moments.ts';
import type { RehearsalBook } from './records.ts';
import { environmentOf, within } from './rehearsal-ports.ts';
import type { RehearsalPorts } from './rehearsal-ports.ts';

/** When what does not go is left to the next command. */
const longest = minutes(20);

/**
 * Removes everything of a rehearsal, and its environment's records; its own record stays as evidence. Answers why
 * something is left, where it is: whoever comes next begins anew, from tags and record alone.
 */
export async function tearDown(
  book: RehearsalBook,
  ports: RehearsalPorts,
  lock: Lock,
  { signal, why }: { readonly signal: AbortSignal; readonly why?: string },
): Promise<string | undefined> {
  const { id: rehearsal, of } = book.record;
  const begun = ports.clock.now();
  const reason = await removeAll(book, ports, lock, signal).catch((error: unknown) => {
    if (error instanceof ImagoError) return error.message;
    throw error;
  });
  if (reason !== undefined) {
    ports.emit({ code: 'rehearsal-left', rehearsal, of, reason });
    return reason;
  }
  const now = ports.clock.now();
  await book.write({ removedAt: now.toISOString() });
  const ms = now.getTime() - begun.getTime();
  ports.emit({ code: 'rehearsal-removed', rehearsal, of, ...(why === undefined ? {} : { why }), ms });
  return undefined;
}

async function removeAll(
  { record }: RehearsalBook,
  ports: RehearsalPorts,
  lock: Lock,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { clock, state } = ports;
  const environment = environmentOf(record);
  const order = { ...environment, kind: record.makes, deleteData: true, snapshots: false, abandon: true };
  const begun = clock.now();
  for (;;) {
    lock.assertHeld();
    const destroyed = await destroy(order, within(ports), signal);
    const reason = inTheWay(destroyed, signal);
    if (reason !== undefined) return reason;
    const left = await withPatience(ports, () => ports.rehearsals.removeRest(environment));
    // What a killed process ordered last may be seen only now.
    if (destroyed.kind === 'nothing' && left.length === 0 && shows(begun, clock.now())) break;
    if (signal.aborted) return interruption(signal);
    if (clock.now() > after(begun, longest))
      return `${left.join(', ')} did not go within ${formatDuration(longest)}`;
    await pause(ports, signal, { since: begun });
  }
  lock.assertHeld();
  const keys = await state.list(`${environment.project}/${environment.environment}/`);
  await Promise.all(keys.map((key) => state.delete(key)));
  return undefined;
}

function inTheWay(outcome: DestroyOutcome, signal: AbortSignal): string | undefined {
  switch (outcome.kind) {
    case 'destroyed':
    case 'nothing':
      return undefined;
    case 'locked':
      return `${outcome.by.user}@${outcome.by.host} runs ${outcome.by.command} (pid ${outcome.by.pid})`;
    case 'waiting':
    case 'stopped':
      return outcome.reason;
    case 'interrupted':
      return interruption(signal);
  }
}

const interruption = ({ reason }: { readonly reason: unknown }): string =>
  reason instanceof Error ? reason.message : 'it was interrupted';
