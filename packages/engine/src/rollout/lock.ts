import { ImagoError } from '../errors/imago-error.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import { seconds } from '../model/duration.ts';
import type { Identity, ProcessIdentity } from '../ports/identity.ts';
import { stateKeys } from './keys.ts';
import type { Locked, LockHolder } from './outcome.ts';
import type { RolloutPorts } from './ports.ts';
import { parseRecord, toText } from './records.ts';

const lease = seconds(30);
const renewal = seconds(8);
/** By then a living process has renewed its lease, and has learned that the lock is no longer its own. */
const grace = seconds(10);

interface LockRecord {
  /** Undefined once it was released: the document stays, so that the token keeps growing. */
  readonly owner?: ProcessIdentity;
  readonly command: string;
  readonly since: string;
  readonly expiresAt: string;
  /** Grows with every owner. */
  readonly token: number;
}

type OwnedLock = LockRecord & { readonly owner: ProcessIdentity };

/** The lock of an environment, held. */
export interface Lock {
  readonly kind: 'held';
  readonly token: number;
  /** Throws when the lease has run out or was taken: nothing may be done any more. */
  assertHeld(): void;
  release(): Promise<void>;
}

/**
 * Takes an environment's lock, or answers who holds it. What a dead process left is taken over; with `breakLock` also
 * what a living one holds, after the time in which that one finds out.
 */
export async function takeLock(
  ref: EnvironmentRef,
  command: string,
  ports: RolloutPorts,
  breakLock = false,
): Promise<Lock | Locked> {
  const { state, clock, identity } = ports;
  const key = stateKeys.lock(ref);
  for (;;) {
    const found = await state.read(key);
    const last = found === undefined ? undefined : parseRecord<LockRecord>(key, found.text);
    let alive = false;
    if (isOwned(last)) {
      const gone = await abandoned(last, identity, clock.now());
      alive = gone === undefined;
      if (alive && !breakLock) return { kind: 'locked', by: holderOf(last) };
      const why = gone ?? 'its lock was broken on request';
      ports.emit({ code: 'lock-taken-over', from: `${last.owner.user}@${last.owner.host}`, why });
    }
    const record: LockRecord = {
      owner: identity.self,
      command,
      since: clock.now().toISOString(),
      expiresAt: expiry(clock.now()),
      token: (last?.token ?? 0) + 1,
    };
    const written = await state.write(
      key,
      toText(record),
      found === undefined ? 'absent' : { version: found.version },
    );
    // Somebody was faster, or has renewed the lease: look again.
    if (written === 'conflict') continue;
    const lock = hold(key, record, written.version, ports);
    if (alive) {
      ports.emit({ code: 'waiting', reason: 'the run whose lock was broken to find out' });
      await clock.sleep(grace, new AbortController().signal);
    }
    return lock;
  }
}

/** Who holds the lock, if somebody does who is alive. */
export async function readLock(
  ref: EnvironmentRef,
  { state, identity, clock }: Pick<RolloutPorts, 'state' | 'identity' | 'clock'>,
): Promise<LockHolder | undefined> {
  const key = stateKeys.lock(ref);
  const found = await state.read(key);
  const last = found === undefined ? undefined : parseRecord<LockRecord>(key, found.text);
  if (!isOwned(last)) return undefined;
  return (await abandoned(last, identity, clock.now())) === undefined ? holderOf(last) : undefined;
}

async function abandoned(holder: OwnedLock, identity: Identity, now: Date): Promise<string | undefined> {
  if (new Date(holder.expiresAt) <= now) return `its lease ran out at ${holder.expiresAt}`;
  if (await identity.isDead(holder.owner)) return `its process ${holder.owner.pid} is gone`;
  return undefined;
}

function hold(key: string, record: LockRecord, version: string, ports: RolloutPorts): Lock {
  const { state, clock } = ports;
  const stopped = new AbortController();
  let held = { record, version };
  let lost = false;
  const renewOnce = async (): Promise<void> => {
    const next = { ...held.record, expiresAt: expiry(clock.now()) };
    const written = await state.write(key, toText(next), { version: held.version });
    if (written === 'conflict') lost = true;
    else held = { record: next, version: written.version };
  };
  const renew = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(renewal, stopped.signal);
      // A failed renewal is tried again; should none succeed, the lease runs out and assertHeld says so.
      await renewOnce().catch(() => undefined);
      if (lost) return;
    }
  };
  const renewing = renew().catch(() => undefined);
  return {
    kind: 'held',
    token: record.token,
    assertHeld() {
      if (!lost && clock.now() < new Date(held.record.expiresAt)) return;
      throw new ImagoError({
        code: 'lock-lost',
        source: 'cloud',
        message: `the lock is lost: ${lost ? 'another run has taken it' : `its lease ran out at ${held.record.expiresAt}`}`,
        fix: 'look at `imago status`, then run the command again',
      });
    },
    async release() {
      stopped.abort();
      await renewing;
      if (lost) return;
      const { owner: _, ...free } = held.record;
      await state.write(key, toText(free), { version: held.version });
    },
  };
}

const isOwned = (record: LockRecord | undefined): record is OwnedLock => record?.owner !== undefined;

const expiry = (now: Date): string => new Date(now.getTime() + lease.milliseconds).toISOString();

const holderOf = ({ owner, command, since }: OwnedLock): LockHolder => ({
  user: owner.user,
  host: owner.host,
  pid: owner.pid,
  command,
  since,
});
