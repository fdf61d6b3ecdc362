import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import type { ConnectionOptions, SecureContextOptions } from 'node:tls';

/** What is read of a body. */
const mostBytes = 1_048_576;

/** An HTTP answer; redirects are answers like any other. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** How a server's certificate is judged, and what is shown to it. */
export type Trust = Pick<SecureContextOptions, 'ca' | 'cert' | 'key'> & {
  readonly checkServerIdentity?: NonNullable<ConnectionOptions['checkServerIdentity']>;
};

/** One request on a connection of its own. Errors have no part of the URL in them but its host. */
export function request(
  url: URL,
  options: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly signal: AbortSignal;
    /** Who is believed, and who we are. */
    readonly trust?: Trust;
    /** A way there that is open already, with TLS on it where there is to be one. */
    readonly connection?: Duplex;
  },
): Promise<Answer> {
  const { method, headers, body, signal, trust = {}, connection } = options;
  const way = connection === undefined ? { agent: false as const } : { createConnection: () => connection };
  const send = url.protocol === 'https:' && connection === undefined ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = send(
      url,
      {
        method,
        ...way,
        ...trust,
        // As `send` expects it, which knows nothing of what a connection has on it.
        ...(connection === undefined ? {} : { protocol: 'http:' }),
        signal,
        headers: { 'user-agent': 'imago-check', ...headers },
      },
      (response) => {
        let text = '';
        const end = (): void => resolve({ status: response.statusCode ?? 0, body: text });
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length < mostBytes) return;
          end();
          response.destroy();
        });
        response.on('end', end);
        response.on('error', (error) =>
          reject(new Error(`the answer of ${url.host} was cut off (${error.message})`)),
        );
      },
    );
    sent.on('error', (error) =>
      reject(new Error(`no answer from ${url.host} (${error.message})`, { cause: error })),
    );
    sent.end(body);
  });
}
