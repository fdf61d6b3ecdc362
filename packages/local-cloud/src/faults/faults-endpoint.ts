import { randomInt } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import type { FaultScope } from './fault.ts';
import type { FaultInjector } from './injector.ts';
import { BadFault, readFaults } from './read-faults.ts';

/** Where `imago local faults` talks to the daemon. */
export const FAULTS_PATH = '/_imago/faults';

/**
 * GET lists the faults that are on, and the actions that there are; PUT turns faults on; DELETE turns off those of
 * `?service=…&action=…`, or all. Neither of these two can a web page send here unasked.
 */
export function faultsListener(
  faults: FaultInjector,
  served: readonly Required<FaultScope>[],
): RequestListener {
  async function answer(method: string | undefined, url: URL, body: string): Promise<object> {
    if (method === 'GET') return { faults: faults.list(), actions: served };
    if (method === 'DELETE') return { cleared: faults.clear(scopeOf(url)) };
    if (method !== 'PUT') throw new BadFault('use GET, PUT or DELETE');
    // Those that are set at once share a seed, so that one number repeats them all.
    const seed = randomInt(2 ** 31);
    for (const order of readFaults(body, served)) faults.set({ seed, ...order });
    return { faults: faults.list() };
  }

  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const send = (status: number, value: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    text(request)
      .then((body) => answer(request.method, url, body))
      .then(
        (value) => send(200, value),
        (error: unknown) => {
          const bad = error instanceof BadFault;
          send(bad ? 400 : 500, { message: bad ? error.message : 'an internal error has occurred' });
        },
      );
  };
}

function scopeOf({ searchParams }: URL): FaultScope | undefined {
  const action = searchParams.get('action');
  const service = searchParams.get('service');
  if (action === null) return undefined;
  return { action, ...(service === null ? {} : { service }) };
}
