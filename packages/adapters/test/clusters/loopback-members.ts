import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { createClusterSampler } from '@imago/adapters';
import { seconds } from '@imago/engine';
import type { AskedMember, ClusterGate, ClusterHealth, SshAccess } from '@imago/engine';

export const sampling = { interval: seconds(1), count: 1, failureLimit: 0, timeout: seconds(0.4) };

/** Servers on one port of 127.0.0.1, 127.0.0.2, …: members as a cluster has them. */
export interface LoopbackMembers {
  readonly port: number;
  readonly members: readonly AskedMember[];
  close(): Promise<void>;
}

/** Starts a server for each member; one that is undefined does not listen. */
export async function startMembers(
  listeners: readonly (RequestListener | undefined)[],
  prefix = 'etcd',
): Promise<LoopbackMembers> {
  const servers: Server[] = [];
  let port = 0;
  for (const [index, listener] of listeners.entries()) {
    if (listener === undefined) continue;
    const server = createServer(listener).listen(port, `127.0.0.${index + 1}`);
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    servers.push(server);
  }
  return {
    port,
    members: listeners.map((_, index) => ({
      name: `${prefix}-${index + 1}`,
      address: `127.0.0.${index + 1}`,
    })),
    async close() {
      await Promise.all(
        servers.map((server) => {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(resolve));
        }),
      );
    },
  };
}

/** Answers by path with JSON; undefined is no answer at all, and a path that is not there a 404. */
export const answering =
  (answers: Readonly<Record<string, unknown>>): RequestListener =>
  ({ url = '' }, response) => {
    const path = url.split('?')[0] ?? '';
    if (!(path in answers)) return void response.writeHead(404).end('404 page not found');
    const answer = answers[path];
    if (answer === undefined) return;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  };

/** Asks once. */
export function sample(
  gate: ClusterGate,
  members: readonly AskedMember[],
  more: {
    readonly ssh?: SshAccess;
    readonly env?: Readonly<Record<string, string>>;
    readonly directory?: string;
  } = {},
): Promise<ClusterHealth> {
  const { ssh, env = { PATH: process.env['PATH'] ?? '' }, directory = tmpdir() } = more;
  const sampler = createClusterSampler({ directory, env, now: () => new Date(0) });
  return sampler.sample(gate, members, ssh, new AbortController().signal);
}
