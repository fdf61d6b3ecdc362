import { setTimeout as sleep } from 'node:timers/promises';
import { askEtcd } from './etcd-api.ts';

/** Another member leads than before. */
export interface LeaderChange {
  /** When it was first seen, in milliseconds since 1970. */
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly term: number;
}

/** Somebody who asks all members all the time who leads. */
export interface LeaderWatch {
  /** Ends it and answers what was seen. */
  stop(): Promise<readonly LeaderChange[]>;
}

const intervalMs = 200;

/** Watches who leads, by the highest term that any member knows; ids are etcd's own. */
export function watchLeaders(addresses: readonly string[]): LeaderWatch {
  const changes: LeaderChange[] = [];
  let known: { readonly leader: string; readonly term: number } | undefined;
  const ended = new AbortController();

  async function ask(address: string): Promise<void> {
    while (!ended.signal.aborted) {
      try {
        const { leader, raftTerm } = await askEtcd(address, 'maintenance/status', {}, 1000);
        // What is 0 may be left out.
        if (typeof leader === 'string') see(leader, Number(raftTerm ?? 0));
      } catch {
        // One that is down tells nothing.
      }
      await sleep(intervalMs);
    }
  }

  function see(leader: string, term: number): void {
    if (leader === '0' || (known !== undefined && term <= known.term)) return;
    if (known !== undefined && leader !== known.leader) {
      changes.push({ at: Date.now(), from: known.leader, to: leader, term });
    }
    known = { leader, term };
  }

  const loops = Promise.all(addresses.map(ask));
  return {
    async stop() {
      ended.abort();
      await loops;
      return changes;
    },
  };
}
