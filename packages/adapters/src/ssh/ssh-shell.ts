import { setTimeout as wait } from 'node:timers/promises';
import { ImagoError } from '@imago/engine';
import type { Shell, ShellTarget } from '@imago/engine';
import type { Client } from 'ssh2';
import { reachHost } from './reach-host.ts';
import { SshSession } from './ssh-session.ts';
import type { ForwardingSession } from './ssh-session.ts';

export interface SshShellOptions {
  /** `SSH_AUTH_SOCK` when absent: the agent is forwarded, as Packer does, so that a script can clone a private repository. */
  readonly agentSocket?: string;
}

/** A shell whose sessions lead to what listens on the instance itself, too. */
export interface SshShell extends Shell {
  connect(...args: Parameters<Shell['connect']>): Promise<ForwardingSession>;
}

const handshakeTimeout = 10_000;
const keepAlive = { keepaliveInterval: 10_000, keepaliveCountMax: 6 };
/** The first pause after a refused login; the key may not be there yet. It doubles up to the longest. */
const firstPause = 100;
const longestPause = 2000;

/** ssh in this process: one connection for commands and files. A host's key is trusted at first sight and must stay. */
export function createSshShell({
  agentSocket = process.env['SSH_AUTH_SOCK'],
}: SshShellOptions = {}): SshShell {
  const hostKeys = new Map<string, string>();
  return {
    async connect(target, { timeout, signal }) {
      // not AbortSignal.timeout: Node lets a collected one never fire, and `any` does not hold its sources
      const over = new AbortController();
      const timer = setTimeout(() => over.abort(), timeout.milliseconds);
      const limit = AbortSignal.any([signal, over.signal]);
      let last: Error | undefined;
      // Most commands never need it, and it takes its time to load.
      const { default: ssh2 } = await import('ssh2');
      try {
        for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
          try {
            const socket = await reachHost(target.host, target.port, limit);
            const client = await logIn(new ssh2.Client(), socket, target, hostKeys, agentSocket, limit);
            return new SshSession(client, target.host);
          } catch (error) {
            signal.throwIfAborted();
            if (limit.aborted) throw unreachable(target, last);
            last = error instanceof Error ? error : new Error(String(error));
            if (error instanceof ImagoError) throw error;
          }
          await wait(pause, undefined, { signal: limit }).catch(() => undefined);
        }
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function logIn(
  client: Client,
  sock: NonNullable<Parameters<Client['connect']>[0]['sock']> & { destroy(): unknown },
  target: ShellTarget,
  hostKeys: Map<string, string>,
  agentSocket: string | undefined,
  signal: AbortSignal,
): Promise<Client> {
  return new Promise((resolve, reject) => {
    // a key pair of its own tells this instance from an earlier one at the same address
    const identity = `${target.host}:${target.port} ${target.privateKey}`;
    let changed = false;
    const stop = (): void => fail(new Error('interrupted'));
    const fail = (error: Error): void => {
      signal.removeEventListener('abort', stop);
      client.destroy();
      sock.destroy();
      reject(changed ? hostKeyChanged(target) : error);
    };
    signal.addEventListener('abort', stop, { once: true });
    client.once('ready', () => {
      signal.removeEventListener('abort', stop);
      resolve(client);
    });
    client.on('error', fail);
    client.once('close', () => fail(new Error('the connection was closed')));
    client.connect({
      sock,
      username: target.user,
      privateKey: target.privateKey,
      authHandler: ['publickey'],
      readyTimeout: handshakeTimeout,
      hostVerifier(key: Buffer) {
        const shown = key.toString('base64');
        const known = hostKeys.get(identity) ?? shown;
        hostKeys.set(identity, known);
        changed = known !== shown;
        return !changed;
      },
      ...keepAlive,
      ...(agentSocket === undefined ? {} : { agent: agentSocket, agentForward: true }),
    });
  });
}

function hostKeyChanged({ host }: ShellTarget): ImagoError {
  return new ImagoError({
    code: 'host-key-changed',
    source: 'cloud',
    message: `the host key of ${host} is not the one it had at first: somebody else may be answering`,
  });
}

function unreachable({ host, port, user }: ShellTarget, last: Error | undefined): ImagoError {
  const why = last === undefined ? 'no answer' : last.message;
  return new ImagoError({
    code: 'ssh-unreachable',
    source: 'cloud',
    message: `no ssh as ${user} at ${host}:${port} (${why})`,
    cause: last,
  });
}
