import { setTimeout as sleep } from 'node:timers/promises';
import { askEtcd, encode, pairsIn, Unavailable } from './etcd-api.ts';

/** What a client of etcd went through while something was done to its members. */
export interface EtcdTotals {
  /** Writes that were acknowledged. */
  readonly written: number;
  /** Reads of acknowledged keys, through the leader. */
  readonly read: number;
  /** Requests that were sent again, to another member. */
  readonly retries: number;
  /** Requests that no member took within a minute, and reads that told something else than was written. */
  readonly failures: readonly string[];
  /** Longest time between two acknowledged writes. */
  readonly longestPauseMs: number;
  /** Acknowledged keys that some member does not have at the end, or has with another value. */
  readonly lost: readonly string[];
}

/** A client that writes and reads without pause. */
export interface EtcdLoad {
  /** Longest time between two acknowledged writes since the last call, the one that lasts included. */
  pauseMs(): number;
  /** Ends it, then reads every acknowledged key from every member. */
  stop(): Promise<EtcdTotals>;
}

const attemptMs = 1000;
const deadlineMs = 60_000;
/** As long as etcd's own client waits between attempts. */
const backoffMs = 25;
/** How often a member that has failed is tried in the background, as gRPC opens its connection again. */
const reconnectMs = 250;
const betweenMs = 10;

let loads = 0;

/**
 * Starts a client by the rules of etcd's own: it takes the members in turn, leaves one alone that has failed until it
 * answers again, and asks the next. Each key is written once, with a value that goes with it, so that to send a write again
 * does no harm.
 */
export function startEtcdLoad(addresses: readonly string[]): EtcdLoad {
  const prefix = `load-${(loads += 1)}-${Date.now()}/`;
  const acknowledged: string[] = [];
  const failures: string[] = [];
  const reconnecting = new Set<Promise<void>>();
  const away = new Set<string>();
  const counts = { turn: 0, read: 0, retries: 0 };
  const pause = { lastAt: performance.now(), longest: 0, sinceAsked: 0 };
  const ended = new AbortController();

  const next = (): string => {
    const well = addresses.filter((address) => !away.has(address));
    const from = well.length > 0 ? well : addresses;
    return from[(counts.turn += 1) % from.length] ?? '';
  };

  async function reconnect(address: string): Promise<void> {
    for (away.add(address); away.has(address) && !ended.signal.aborted; await sleep(reconnectMs)) {
      try {
        await askEtcd(address, 'maintenance/status', {}, attemptMs);
        away.delete(address);
      } catch {
        // Still away.
      }
    }
  }

  async function persist(path: string, body: object): Promise<Readonly<Record<string, unknown>>> {
    for (const until = performance.now() + deadlineMs; ;) {
      const address = next();
      try {
        return await askEtcd(address, path, body, attemptMs);
      } catch (error) {
        if (!(error instanceof Unavailable) || performance.now() > until) throw error;
        counts.retries += 1;
        if (!away.has(address)) reconnecting.add(reconnect(address));
        await sleep(backoffMs);
      }
    }
  }

  async function write(): Promise<void> {
    for (let number = 1; !ended.signal.aborted; number += 1) {
      const key = `${prefix}${number}`;
      try {
        await persist('kv/put', { key: encode(key), value: encode(valueOf(key)) });
        const now = performance.now();
        pause.sinceAsked = Math.max(pause.sinceAsked, now - pause.lastAt);
        pause.longest = Math.max(pause.longest, now - pause.lastAt);
        pause.lastAt = now;
        acknowledged.push(key);
      } catch (error) {
        failures.push(`${new Date().toISOString()} ${key} was not written: ${String(error)}`);
      }
      await sleep(betweenMs);
    }
  }

  async function read(): Promise<void> {
    while (!ended.signal.aborted) {
      await sleep(betweenMs);
      const key = acknowledged[Math.floor(Math.random() * acknowledged.length)];
      if (key === undefined) continue;
      try {
        const [pair] = pairsIn(await persist('kv/range', { key: encode(key) }));
        if (pair?.[1] !== valueOf(key)) failures.push(`${key} was read as ${pair?.[1]}`);
        counts.read += 1;
      } catch (error) {
        failures.push(`${new Date().toISOString()} ${key} was not read: ${String(error)}`);
      }
    }
  }

  const loops = Promise.all([write(), read()]);
  return {
    pauseMs() {
      const longest = Math.max(pause.sinceAsked, performance.now() - pause.lastAt);
      pause.sinceAsked = 0;
      return longest;
    },
    async stop() {
      ended.abort();
      await loops;
      await Promise.all(reconnecting);
      const missing = await Promise.all(addresses.map((address) => missingOn(address, prefix, acknowledged)));
      return {
        written: acknowledged.length,
        read: counts.read,
        retries: counts.retries,
        failures,
        longestPauseMs: Math.round(pause.longest),
        lost: missing.flat(),
      };
    },
  };
}

const valueOf = (key: string): string => `value of ${key}`;

/** Which of the keys one member itself lacks, once it has caught up with the others. */
async function missingOn(
  address: string,
  prefix: string,
  keys: readonly string[],
): Promise<readonly string[]> {
  // It answers once it has applied all that was committed until now.
  await askEtcd(address, 'kv/range', { key: encode(prefix) }, deadlineMs);
  const end = encode(`${prefix.slice(0, -1)}0`);
  const held = new Map<string, string>();
  for (let from = prefix; ;) {
    const page = { key: encode(from), range_end: end, limit: 2000, serializable: true };
    const pairs = pairsIn(await askEtcd(address, 'kv/range', page, deadlineMs));
    for (const [key, value] of pairs) held.set(key, value);
    const last = pairs.at(-1)?.[0];
    if (last === undefined) break;
    from = `${last}\0`;
  }
  return keys.filter((key) => held.get(key) !== valueOf(key)).map((key) => `${key} on ${address}`);
}
