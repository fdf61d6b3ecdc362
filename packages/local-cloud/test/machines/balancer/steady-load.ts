import { Agent, get } from 'node:http';

/** What clients saw. */
export interface LoadReport {
  readonly sent: number;
  readonly failures: readonly string[];
  /** Body -> number of answers. */
  readonly bodies: ReadonlyMap<string, number>;
}

/** Clients that ask again and again until they are stopped. */
export interface SteadyLoad {
  readonly sent: () => number;
  stop(): Promise<LoadReport>;
}

const running = new Set<SteadyLoad>();

/** Stops what a test that failed has left: it would be counted by the next one. */
export const stopLoads = (): Promise<unknown> => Promise.all([...running].map((load) => load.stop()));

/** Starts `clients` of them; every answer but a 200 is a failure. */
export function startLoad(
  url: string,
  clients: number,
  keepAlive: boolean,
  headers: Readonly<Record<string, string>> = {},
): SteadyLoad {
  const agent = new Agent({ keepAlive, maxSockets: clients });
  const failures: string[] = [];
  const bodies = new Map<string, number>();
  let sent = 0;
  const end = new AbortController();
  const workers = Array.from({ length: clients }, async () => {
    while (!end.signal.aborted) {
      sent += 1;
      const { status, body } = await fetchOnce(url, agent, headers);
      if (status === 200) bodies.set(body, (bodies.get(body) ?? 0) + 1);
      else failures.push(`${status} ${body}`);
    }
  });
  const load: SteadyLoad = {
    sent: () => sent,
    async stop() {
      running.delete(load);
      end.abort();
      await Promise.all(workers);
      agent.destroy();
      return { sent, failures, bodies };
    },
  };
  running.add(load);
  return load;
}

/** One request; status 0 with the error's text when there was no answer. */
export function fetchOnce(
  url: string,
  agent?: Agent,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve) => {
    const request = get(url, { ...(agent ? { agent } : {}), headers, timeout: 10_000 }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', (error) => resolve({ status: 0, body: error.message }));
    });
    request.on('timeout', () => request.destroy(new Error('no answer within 10 s')));
    request.on('error', (error) => resolve({ status: 0, body: error.message }));
  });
}
