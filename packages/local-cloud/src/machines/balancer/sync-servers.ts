import { setTimeout as delay } from 'node:timers/promises';
import { askSocket } from './ask-socket.ts';
import { parseServers } from './parse-stats.ts';
import { planServers } from './plan-servers.ts';
import { backendName } from './render-server.ts';
import { unavailableValue, unavailableVariable } from './unavailable.ts';
import type { BalancerSpec } from '../machines.ts';
import type { BalancerPaths } from './balancer-paths.ts';

/** Answers of HAProxy that say a command was done; most say nothing at all. */
const DONE = /^$|^New server registered|^Server deleted|changed (its )?(address|IP|port)|^no need to change/i;
/** It takes a moment until the connections kept for reuse are closed. */
const DELETE_ATTEMPTS = 5;

/**
 * Brings servers, weights and shares of a running process in line with the spec, with no reload.
 * True when that is complete: a server that has something in flight is deleted by a later call.
 */
export async function syncServers(spec: BalancerSpec, paths: BalancerPaths): Promise<boolean> {
  const running = parseServers(await askSocket(paths.socket, 'show servers state'));
  const leaving: string[] = [];
  for (const { port, action } of spec.listeners) {
    if (action.kind !== 'forward') continue;
    const plan = planServers(port, running.get(backendName(port)) ?? new Map(), action.servers);
    for (const command of plan.commands) await order(paths, command);
    await setUnavailable(paths, port, action.unavailable);
    leaving.push(...plan.leaving.map((name) => `${backendName(port)}/${name}`));
  }
  for (const server of leaving) {
    await order(paths, `set server ${server} state maint`);
  }
  const deleted = await Promise.all(leaving.map((server) => deleteServer(paths, server)));
  return deleted.every(Boolean);
}

async function setUnavailable(paths: BalancerPaths, port: number, share: number): Promise<void> {
  const value = unavailableValue(share);
  await order(paths, `experimental-mode on; set var ${unavailableVariable(port)} int(${value})`);
}

async function deleteServer(paths: BalancerPaths, server: string): Promise<boolean> {
  for (let attempt = 0; attempt < DELETE_ATTEMPTS; attempt += 1) {
    if (/deleted/i.test(await askSocket(paths.socket, `del server ${server}`))) return true;
    await delay(10);
  }
  return false;
}

async function order(paths: BalancerPaths, command: string): Promise<void> {
  const answer = await askSocket(paths.socket, command);
  if (!DONE.test(answer)) throw new Error(`haproxy refused "${command}": ${answer}`);
}
