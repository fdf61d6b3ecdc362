import { askSocket } from './ask-socket.ts';
import type { BalancerPaths } from './balancer-paths.ts';

/** Answers of HAProxy that say a command was done; most say nothing at all. */
const DONE = /^$|^New server registered|^Server deleted|changed (its )?(address|IP|port)|^no need to change/i;

/** Gives the serving worker a command, and fails with its words when it does not do it. */
export async function order(paths: BalancerPaths, command: string): Promise<void> {
  const answer = await askSocket(paths.socket, command);
  if (!DONE.test(answer)) throw new Error(`haproxy refused "${command}": ${answer}`);
}
