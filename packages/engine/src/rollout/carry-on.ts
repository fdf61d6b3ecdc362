import type { EnvironmentRef } from '../model/environment.ts';
import type { Order, RolloutEnd, RolloutRecord } from '../model/rollout.ts';
import { conclude } from './conclude.ts';
import { nameOf } from './describe-unfinished.ts';
import { finish } from './finish.ts';
import { heardOf } from './hear-orders.ts';
import { takeLock } from './lock.ts';
import type { Lock } from './lock.ts';
import { optional } from './optional.ts';
import { appendOrders } from './orders.ts';
import type { LockHolder, OrderOutcome } from './outcome.ts';
import { pause } from './pause.ts';
import type { RolloutPorts } from './ports.ts';
import { listRollouts, readRelease, readRollout } from './records.ts';
import type { ChangeRequest } from './requests.ts';
import { steady } from './steady.ts';
import { takeOver } from './take-over.ts';

/** What a person has to say to a rollout. */
export interface Word {
  readonly command: 'promote' | 'resume' | 'abort';
  readonly orders: readonly Order[];
  /** Refuses what this rollout cannot be told; throws. */
  check(record: RolloutRecord): Promise<void>;
  /** Waits until a process that obeys has ended, and not only heard. */
  readonly toTheEnd: boolean;
}

/**
 * Tells the rollout that is under way. A process that runs obeys; where none does, because it waits for a person or
 * its process is gone, this one takes the lock and carries it on.
 */
export async function carryOn(
  request: ChangeRequest,
  word: Word,
  given: RolloutPorts,
  signal: AbortSignal,
): Promise<OrderOutcome> {
  const ports = steady(given);
  const ref = { project: request.project, environment: request.environment };
  let told: { readonly number: number; readonly count: number } | undefined;
  let last: LockHolder | undefined;
  for (;;) {
    const lock = await takeLock(ref, word.command, ports, request.breakLock);
    try {
      const numbers = await listRollouts(ports.state, ref);
      const found = await readRollout(ports.state, ref, told?.number ?? numbers.at(-1));
      const record = found?.record;
      if (record === undefined || record.end !== undefined) {
        if (told === undefined) return lock.kind === 'locked' ? lock : noRollout(ref);
        return endedMeanwhile(told, record, last, word.toTheEnd);
      }
      if (told === undefined) {
        await word.check(record);
        const { number } = record;
        told = { number, count: await appendOrders(ports.state, ref, number, word.orders) };
      }
      if (lock.kind === 'held') return await takeUp(ref, record, { lock, ports, signal });
      last = lock.by;
      const heard = heardOf(record) >= told.count;
      if ((heard && !word.toTheEnd) || signal.aborted)
        return { kind: 'told', number: told.number, by: lock.by };
    } finally {
      if (lock.kind === 'held') await lock.release();
    }
    await pause(ports, signal);
  }
}

/** Goes on with a rollout that nobody runs, to its end. */
async function takeUp(
  ref: EnvironmentRef,
  { number }: RolloutRecord,
  run: { readonly lock: Lock; readonly ports: RolloutPorts; readonly signal: AbortSignal },
): Promise<OrderOutcome> {
  const { ports, signal } = run;
  const journal = await takeOver(ref, number, 'resume', run);
  const { record } = journal;
  ports.emit({ code: 'rollout-recovered', number, summary: `going on with ${nameOf(record)}` });
  const release = await readRelease(ports.state, ref, record.to);
  const begun = ports.clock.now();
  const finished = await finish({ environment: ref, lock: run.lock, ports, journal, release, signal });
  if (release !== undefined) return conclude(journal.record, release, begun, finished, signal.aborted);
  if (finished.end?.kind === 'destroyed') return { kind: 'destroyed', releases: [] };
  return { kind: 'stopped', reason: finished.end?.reason ?? `the record of ${record.to} is gone` };
}

const noRollout = ({ environment }: EnvironmentRef): OrderOutcome => ({
  kind: 'no-rollout',
  reason: `no rollout of ${environment} is under way`,
});

const arrived: ReadonlySet<string> = new Set<RolloutEnd['kind']>([
  'deployed',
  'healed',
  'restored',
  'destroyed',
]);

/** It ended while we told it. */
function endedMeanwhile(
  told: { readonly number: number; readonly count: number },
  record: RolloutRecord | undefined,
  by: LockHolder | undefined,
  toTheEnd: boolean,
): OrderOutcome {
  const { number } = told;
  const end = record?.end;
  const heard = record !== undefined && heardOf(record) >= told.count;
  if (heard && by !== undefined && !toTheEnd) return { kind: 'told', number, by };
  if (record === undefined || end === undefined || arrived.has(end.kind)) {
    const reason = `#${number} ended before it could obey: ${end?.kind ?? 'its record is gone'}`;
    return { kind: 'no-rollout', reason };
  }
  const reason = end.reason ?? 'it was put back';
  const { to, from } = record;
  return { kind: 'aborted', number, reason, putBack: [], ...optional({ release: to, live: from }) };
}
