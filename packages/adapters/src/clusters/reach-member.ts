import { connect } from 'node:tls';
import { checkServerIdentity } from 'node:tls';
import type { Duplex } from 'node:stream';
import { minutes } from '@imago/engine';
import type { AskedMember, EtcdGate } from '@imago/engine';
import { readKey, readUserFile } from '../checks/read-key.ts';
import { request } from '../checks/request.ts';
import type { Answer, Trust } from '../checks/request.ts';
import type { ForwardingSession } from '../ssh/ssh-session.ts';
import type { ClusterQuestion } from './each-member.ts';

/** Port, scheme and certificates of a gate, and from where it asks. */
export type Reached = Pick<EtcdGate, 'port' | 'scheme' | 'from' | 'caFile' | 'certFile' | 'keyFile'>;

/** Sends a request to a member; its body is a JSON value. */
export type Ask = (
  path: string,
  options?: {
    readonly method?: 'GET' | 'POST';
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  },
) => Promise<Answer>;

/** Gives `work` a way to ask a member: from here, or through ssh what listens on the member itself. */
export async function withMember<T>(
  member: AskedMember,
  reached: Reached,
  { ssh, tools }: Pick<ClusterQuestion, 'ssh' | 'tools'>,
  signal: AbortSignal,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  const trust = await readTrust(member, reached, tools);
  if (reached.from === 'here') return work(asking(member.address, reached, trust, signal));
  const session = await openSession(member, { ssh, tools }, signal);
  try {
    return await work(asking(member.address, reached, trust, signal, session));
  } finally {
    await session.close();
  }
}

/** A session on a member; the sample's own timeout is in the signal. */
export async function openSession(
  { address }: AskedMember,
  { ssh, tools }: Pick<ClusterQuestion, 'ssh' | 'tools'>,
  signal: AbortSignal,
): Promise<ForwardingSession> {
  if (ssh === undefined)
    throw new Error('no way to the member: the cluster has no ssh: { user, privateKey }');
  const { user, port } = ssh;
  const target = { host: address, port, user, privateKey: await readKey(ssh, tools) };
  return tools.shell.connect(target, { timeout: minutes(60), signal });
}

function asking(
  address: string,
  { scheme, port }: Reached,
  trust: Trust,
  signal: AbortSignal,
  session?: ForwardingSession,
): Ask {
  return async (path, { method = 'GET', headers = {}, body } = {}) => {
    const url = new URL(path, `${scheme}://${session === undefined ? address : '127.0.0.1'}:${port}`);
    const channel = await session?.forward(port);
    const way = channel === undefined ? { trust } : { connection: secured(channel, scheme, trust) };
    return request(url, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...way,
    });
  };
}

const secured = (channel: Duplex, scheme: Reached['scheme'], trust: Trust): Duplex =>
  scheme === 'https' ? connect({ socket: channel, servername: 'localhost', ...trust }) : channel;

async function readTrust(
  { name, address }: AskedMember,
  { scheme, caFile, certFile, keyFile }: Reached,
  tools: ClusterQuestion['tools'],
): Promise<Trust> {
  if (scheme === 'http') return {};
  const read = async (what: string, file: string | undefined): Promise<string | undefined> =>
    file === undefined ? undefined : readUserFile(what, file, tools);
  const [ca, cert, key] = await Promise.all([
    read('certificate authority', caFile),
    read('certificate', certFile),
    read('key', keyFile),
  ]);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    // A member's certificate is made for its address, its name, or what it calls itself.
    checkServerIdentity: (_, certificate) => {
      const wrong = [address, name, 'localhost', '127.0.0.1'].map((host) =>
        checkServerIdentity(host, certificate),
      );
      return wrong.includes(undefined) ? undefined : wrong[0];
    },
  };
}
