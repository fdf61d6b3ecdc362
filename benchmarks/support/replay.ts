import { Agent, request } from 'node:http';
import { EC2Client, type EC2ClientConfig } from '@aws-sdk/client-ec2';

/** A request as the SDK signs it. */
export interface SignedRequest {
  readonly hostname: string;
  readonly port?: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Signs what the client is made to send `count` times, and sends nothing. Good for five minutes, as EC2 allows. */
export async function sign(
  config: EC2ClientConfig,
  count: number,
  send: (client: EC2Client) => Promise<unknown>,
): Promise<readonly SignedRequest[]> {
  const signed: SignedRequest[] = [];
  const handle = (ready: SignedRequest): Promise<never> => {
    signed.push(ready);
    return Promise.reject(new Error('signed only'));
  };
  const client = new EC2Client({ ...config, maxAttempts: 1, requestHandler: { handle } });
  for (let made = 0; made < count; made += 1) await send(client).catch(() => {});
  if (signed.length !== count) throw new Error(`the client signed ${signed.length} of ${count} requests`);
  return signed;
}

/**
 * Sends requests over a few connections and answers how many were answered in a second. The answers are read and
 * not parsed: an SDK that signs and parses costs more than the servers under measurement.
 */
export async function replay(requests: readonly SignedRequest[], connections = 4): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const queue = requests.values();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (const signed of queue) await exchange(signed, agent);
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return requests.length / seconds;
}

function exchange({ body, ...options }: SignedRequest, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const { hostname, port, method, path, headers } = options;
    request({ hostname, port, method, path, headers, agent }, (response) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${hostname}:${port} answered ${response.statusCode}`));
      });
    })
      .once('error', reject)
      .end(body);
  });
}
