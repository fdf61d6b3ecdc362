import { milliseconds } from '../model/duration.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { Observed } from '../model/observed.ts';
import type { ReleaseId } from '../model/release.ts';
import type { RolloutRecord } from '../model/rollout.ts';
import { lookAge } from '../strategies/moments.ts';
import type { Lock } from './lock.ts';
import { takeLock } from './lock.ts';
import { heldBy } from './describe-unfinished.ts';
import { nextCommands } from './next-commands.ts';
import { optional } from './optional.ts';
import type { Locked, Stopped, Waiting } from './outcome.ts';
import type { RolloutPorts } from './ports.ts';
import { listReleases, listRollouts, readRollout } from './records.ts';
import { recover } from './recover.ts';
import type { ChangeRequest } from './requests.ts';
import { showsEnd } from './shows-end.ts';
import { steady } from './steady.ts';
import { takeOver } from './take-over.ts';
import { withPatience } from './patience.ts';

/** An environment that is ours to change: locked, looked at, and with nothing unfinished in it. */
export interface Session {
  readonly ref: EnvironmentRef;
  readonly lock: Lock;
  readonly observed: Observed;
  readonly releases: readonly ReleaseId[];
  readonly lastRollout: number;
}

/**
 * Runs `body` under the environment's lock. What a killed run left behind is put right first; where that is not
 * possible, or a rollout waits for a person, `body` does not run. A destroy does not wait: it ends what waits.
 */
export async function withSession<T>(
  request: ChangeRequest,
  command: 'deploy' | 'rollback' | 'destroy',
  given: RolloutPorts,
  body: (session: Session, ports: RolloutPorts) => Promise<T>,
): Promise<T | Locked | Stopped | Waiting> {
  const ref = { project: request.project, environment: request.environment };
  const ports = steady(given);
  const lock = await takeLock(ref, command, ports, request.breakLock);
  if (lock.kind === 'locked') return lock;
  try {
    const [releases, rollouts] = await Promise.all([
      listReleases(ports.state, ref),
      listRollouts(ports.state, ref),
    ]);
    const lastRollout = rollouts.at(-1) ?? 0;
    const last = (await readRollout(ports.state, ref, rollouts.at(-1)))?.record;
    const observed = await lookAfter(command === 'destroy' ? undefined : last, ref, ports);
    const waiting = last === undefined ? undefined : findHeld(ref, last);
    const recovery = waiting ?? (await recover(ref, lastRollout, lock, ports));
    if (recovery?.kind === 'stopped') return recovery;
    if (recovery?.kind === 'waiting') {
      if (command !== 'destroy') return recovery;
      await endHeld(ref, lastRollout, lock, ports);
    }
    const latest = recovery?.kind === 'right' ? recovery.observed : undefined;
    return await body({ ref, lock, releases, lastRollout, observed: latest ?? observed }, ports);
  } finally {
    await lock.release();
  }
}

/** A look from before the last rollout ended would take what was for its time only for what is to stay. */
async function lookAfter(
  last: RolloutRecord | undefined,
  ref: EnvironmentRef,
  ports: RolloutPorts,
): Promise<Observed> {
  const { clock, cloud, emit } = ports;
  const observe = (): Promise<Observed> => withPatience(ports, () => cloud.observe(ref));
  const observed = await observe();
  if (last?.end === undefined || showsEnd(last, observed)) return observed;
  // The other process's clock may be ahead.
  const ended = Math.min(new Date(last.end.at).getTime(), clock.now().getTime());
  emit({ code: 'waiting', reason: `the end of #${last.number} to be seen` });
  const left = ended + lookAge.milliseconds - clock.now().getTime();
  if (left > 0) await clock.sleep(milliseconds(left), new AbortController().signal);
  return observe();
}

/** The last rollout, where it waits for a person. */
function findHeld(ref: EnvironmentRef, record: RolloutRecord): Waiting | undefined {
  const held = record.end === undefined ? heldBy(record) : undefined;
  if (held === undefined) return undefined;
  const { why, reason } = held;
  const next = nextCommands(ref.environment, why);
  return { kind: 'waiting', number: record.number, why, reason, next, ...optional({ release: record.to }) };
}

/** A rollout that waits ends where its environment is destroyed. */
async function endHeld(ref: EnvironmentRef, number: number, lock: Lock, ports: RolloutPorts): Promise<void> {
  const journal = await takeOver(ref, number, 'recover', { lock, ports });
  const { user, host } = ports.identity.self;
  const reason = `${user}@${host} destroyed the environment while it waited`;
  await journal.end({ at: ports.clock.now().toISOString(), kind: 'aborted', reason });
}
