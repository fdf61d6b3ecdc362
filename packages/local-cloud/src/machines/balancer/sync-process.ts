import { setTimeout as delay } from 'node:timers/promises';
import { askSocket } from './ask-socket.ts';
import { backendsOf } from './backends.ts';
import { order } from './order.ts';
import { parseServers, type RunningServer } from './parse-stats.ts';
import { planServers } from './plan-servers.ts';
import { serversOf } from './render-server.ts';
import { entriesMeanwhile, ruleEntries } from './rule-entries.ts';
import { replaceEntries, runningEntries } from './sync-rules.ts';
import { unavailableValue, unavailableVariable } from './unavailable.ts';
import type { BalancerSpec } from '../machines.ts';
import type { BalancerPaths } from './balancer-paths.ts';

/** It takes a moment until the connections kept for reuse are closed. */
const DELETE_ATTEMPTS = 5;
const NO_SERVERS: ReadonlyMap<string, RunningServer> = new Map();

/**
 * Brings rules, servers, weights and shares of a running process in line with the spec, with no reload. Rules that
 * leave do so before their servers, and rules that come do so after theirs.
 * True when that is complete: a server that has something in flight is deleted by a later call.
 */
export async function syncProcess(spec: BalancerSpec, paths: BalancerPaths): Promise<boolean> {
  const rules = await Promise.all(
    spec.listeners.map(async (listener) => {
      const running = await runningEntries(paths, listener.port);
      const wanted = ruleEntries(listener);
      return { port: listener.port, running, meanwhile: entriesMeanwhile(running, wanted), wanted };
    }),
  );
  for (const { port, running, meanwhile } of rules) await replaceEntries(paths, port, running, meanwhile);
  const leaving = await syncServers(spec, paths);
  for (const { port, meanwhile, wanted } of rules) await replaceEntries(paths, port, meanwhile, wanted);
  for (const server of leaving) await order(paths, `set server ${server} state maint`);
  const deleted = await Promise.all(leaving.map((server) => deleteServer(paths, server)));
  return deleted.every(Boolean);
}

/** Gives and takes capacity; answers with the servers that are to be deleted. */
async function syncServers(spec: BalancerSpec, paths: BalancerPaths): Promise<readonly string[]> {
  const running = parseServers(await askSocket(paths.socket, 'show servers state'));
  const leaving: string[] = [];
  for (const { name, action } of backendsOf(spec)) {
    const now = running.get(name) ?? NO_SERVERS;
    const wanted = serversOf(action);
    // Most of those that stand ready for rules have nothing to do.
    if (now.size === 0 && wanted.length === 0 && unavailableValue(action) === 0) continue;
    const plan = planServers(name, now, wanted);
    for (const command of plan.commands) await order(paths, command);
    await setUnavailable(paths, name, unavailableValue(action));
    leaving.push(...plan.leaving.map((server) => `${name}/${server}`));
  }
  return leaving;
}

async function setUnavailable(paths: BalancerPaths, backend: string, value: number): Promise<void> {
  await order(paths, `experimental-mode on; set var ${unavailableVariable(backend)} int(${value})`);
}

async function deleteServer(paths: BalancerPaths, server: string): Promise<boolean> {
  for (let attempt = 0; attempt < DELETE_ATTEMPTS; attempt += 1) {
    if (/deleted/i.test(await askSocket(paths.socket, `del server ${server}`))) return true;
    await delay(10);
  }
  return false;
}
