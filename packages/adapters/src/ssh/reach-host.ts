import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** How often a new attempt starts while earlier ones hang: an address that comes up drops the first packets. */
const stagger = 250;
/** After a refusal: the host is there, and sshd will be in a moment. */
const afterRefusal = 50;
const attemptTimeout = 5000;

/** Connects to a TCP port as soon as it answers; the first of several staggered attempts wins. */
export async function reachHost(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const open = new Set<Socket>();
    let timer: NodeJS.Timeout | undefined;
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    const onAbort = (): void => {
      finish();
      for (const socket of open) socket.destroy();
      reject(
        signal.reason instanceof Error ? signal.reason : new Error('interrupted', { cause: signal.reason }),
      );
    };
    const next = (delay: number): void => {
      clearTimeout(timer);
      timer = setTimeout(attempt, delay);
    };
    const attempt = (): void => {
      const socket = connect({ host, port, noDelay: true });
      open.add(socket);
      socket.setTimeout(attemptTimeout, () => socket.destroy());
      socket.once('connect', () => {
        finish();
        open.delete(socket);
        for (const other of open) other.destroy();
        socket.setTimeout(0);
        socket.removeAllListeners();
        resolve(socket);
      });
      socket.once('error', () => {
        socket.destroy();
        if (open.delete(socket) && !signal.aborted) next(afterRefusal);
      });
      socket.once('close', () => open.delete(socket));
      next(stagger);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    attempt();
  });
}
