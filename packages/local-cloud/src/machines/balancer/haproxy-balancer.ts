import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { askSocket } from './ask-socket.ts';
import { ANSWER_SCRIPT } from './answer-script.ts';
import { balancerPaths, type BalancerPaths, rulesMapPath } from './balancer-paths.ts';
import { errorPagePath, errorPages, renderErrorPage } from './error-pages.ts';
import {
  masterPid,
  reloadProcess,
  runningFingerprint,
  startProcess,
  stopProcesses,
} from './haproxy-process.ts';
import { parseCounters } from './parse-counters.ts';
import { parseLastSessions, parseOldWorkers, parseSessions, parseWorkers } from './parse-stats.ts';
import { fingerprint, renderConfig } from './render-config.ts';
import { renderEntries, ruleEntries } from './rule-entries.ts';
import { syncProcess } from './sync-process.ts';
import type { Balancer, BalancerSpec } from '../machines.ts';

/** A balancer whose processes can be taken over after a crash of ours, and taken off the host. */
export interface HaproxyBalancer extends Balancer {
  /** Takes over the processes of the balancers that are `known` and ends all others that were ever started here. */
  open(known: ReadonlySet<string>): Promise<void>;
  /** Ends every process and deletes every file. */
  close(): Promise<void>;
}

/** Where a balancer keeps its files, and whom it tells what it does. */
export interface HaproxyOptions {
  readonly dir: string;
  readonly log: (event: string, facts?: Readonly<Record<string, unknown>>) => void;
}

/**
 * Load balancers by HAProxy, one master with its worker each. They outlive us: everything needed to go on is in
 * the folder of each (pid file, sockets, configuration) and in the process itself.
 */
export function createHaproxyBalancer({ dir, log }: HaproxyOptions): HaproxyBalancer {
  /** What each process is known to serve in full: applying the same again costs nothing. */
  const applied = new Map<string, string>();
  const queues = new Map<string, Promise<void>>();

  /** One change at a time for each balancer. */
  function inTurn(id: string, work: () => Promise<void>): Promise<void> {
    const turn = (queues.get(id) ?? Promise.resolve()).then(work);
    queues.set(
      id,
      turn.catch(() => undefined),
    );
    return turn;
  }

  async function apply(spec: BalancerSpec): Promise<void> {
    const paths = balancerPaths(dir, spec.id);
    const wanted = JSON.stringify(spec);
    const pid = masterPid(paths);
    if (pid !== undefined && applied.get(spec.id) === wanted) return;
    applied.delete(spec.id);
    await writeFiles(spec, paths);
    const complete = await bringUp(spec, paths, pid);
    if (complete) applied.set(spec.id, wanted);
  }

  async function bringUp(
    spec: BalancerSpec,
    paths: BalancerPaths,
    pid: number | undefined,
  ): Promise<boolean> {
    if (pid === undefined) {
      await stopProcesses(paths.config);
      await startProcess(paths);
      log('balancer started', { id: spec.id, address: spec.address });
      return true;
    }
    const mark = fingerprint(spec, paths);
    if ((await runningFingerprint(paths)) !== mark) {
      await reloadProcess(paths, pid, mark);
      log('balancer reloaded', { id: spec.id, ports: spec.listeners.map(({ port }) => port) });
    }
    return syncProcess(spec, paths);
  }

  async function remove(id: string): Promise<void> {
    const paths = balancerPaths(dir, id);
    applied.delete(id);
    await stopProcesses(paths.config);
    await rm(paths.dir, { recursive: true, force: true });
    queues.delete(id);
  }

  return {
    apply: (spec) => inTurn(spec.id, () => apply(spec)),
    remove: (id) => inTurn(id, () => remove(id)),

    async sessions(id) {
      const paths = balancerPaths(dir, id);
      // Frontends and servers.
      const command = 'show stat -1 5 -1';
      const counts = [parseSessions(await askSocket(paths.socket, command))];
      for (const worker of parseOldWorkers(await askSocket(paths.master, 'show proc'))) {
        counts.push(parseLastSessions(await askSocket(paths.master, `@!${worker} ${command}`)));
      }
      const total = new Map<string, number>();
      for (const [server, count] of counts.flatMap((count) => [...count])) {
        total.set(server, (total.get(server) ?? 0) + count);
      }
      return total;
    },

    async counters(id) {
      const { master } = balancerPaths(dir, id);
      const workers = parseWorkers(await askSocket(master, 'show proc'));
      const counters = workers.map(async (worker) =>
        // Frontends and servers.
        parseCounters(await askSocket(master, `@!${worker} show stat -1 5 -1`), worker),
      );
      return (await Promise.all(counters)).flat();
    },

    async open(known) {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      for (const id of readdirSync(dir)) {
        if (!known.has(id)) await remove(id);
      }
    },

    async close() {
      await Promise.all(queues.values());
      applied.clear();
      await stopProcesses(`${dir}/`);
      if (existsSync(dir)) await rm(dir, { recursive: true });
    },
  };
}

async function writeFiles(spec: BalancerSpec, paths: BalancerPaths): Promise<void> {
  if (!existsSync(paths.dir)) await mkdir(paths.dir, { recursive: true, mode: 0o700 });
  for (const status of errorPages.keys()) {
    const page = errorPagePath(paths, status);
    if (!existsSync(page)) await writeFile(page, renderErrorPage(status));
  }
  await writeWhole(paths.script, ANSWER_SCRIPT);
  for (const listener of spec.listeners) {
    await writeWhole(rulesMapPath(paths, listener.port), renderEntries(ruleEntries(listener)));
  }
  await writeWhole(paths.config, renderConfig(spec, paths));
}

/** HAProxy may read it at any time, and must never find half of it. */
async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
