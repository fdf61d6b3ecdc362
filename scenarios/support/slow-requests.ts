import { get } from 'node:http';
import type { LoadTotals } from './wrk.ts';

/** Requests that each last `lastSeconds`, a new one every second, until stopped; `stop` waits for the last. */
export function startSlowRequests(
  url: string,
  lastSeconds: number,
): { readonly stop: () => Promise<LoadTotals> } {
  const pending = new Set<Promise<void>>();
  const failed: string[] = [];
  let requests = 0;
  const begin = (): void => {
    requests += 1;
    const ended = request(`${url}/slow?seconds=${lastSeconds}`).then((failure) => {
      if (failure !== undefined) failed.push(failure);
      pending.delete(ended);
    });
    pending.add(ended);
  };
  const timer = setInterval(begin, 1000);
  begin();
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(pending);
      return { requests, failures: failed.length, detail: [...new Set(failed)].join('; ') };
    },
  };
}

/** What went wrong with one request: it must end with the last byte that the service sends. */
function request(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('error', (error) => resolve(`cut off: ${error.message}`));
      response.on('close', () =>
        resolve(
          body.endsWith('done\n') ? undefined : `status ${response.statusCode}, cut off at ${body.length}`,
        ),
      );
    }).on('error', (error) => resolve(error.message));
  });
}
