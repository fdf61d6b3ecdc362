import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** What is read of a body. */
const mostBytes = 1_048_576;

/** An HTTP answer; redirects are answers like any other. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One request on a connection of its own. Errors have no part of the URL in them but its host. */
export function request(
  url: URL,
  options: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly signal: AbortSignal;
  },
): Promise<Answer> {
  const { method, headers, body, signal } = options;
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = send(
      url,
      { method, agent: false, signal, headers: { 'user-agent': 'imago-check', ...headers } },
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
