import { parseReleaseId } from '@imago/engine';
import type { Prober } from '@imago/engine';
import type { VirtualClock } from '../virtual-clock.ts';
import { request } from './world/requests.ts';
import type { SimulatedWorld } from './world/world.ts';

/** What test requests to one side have seen. */
export interface Tested {
  readonly requests: number;
  /** Answered since the last one that was not. */
  readonly okInARow: number;
  /** When the last of enough in a row was answered. */
  readonly agreedAt?: number;
}

const header = 'x-imago-release';
const nothing: Tested = { requests: 0, okInARow: 0 };

/** Sends requests to the world's load balancer while its process is awake, and remembers those that named a side. */
export function createProber(
  world: SimulatedWorld,
  clock: VirtualClock,
  awake: () => boolean,
): { readonly prober: Prober; readonly tested: ReadonlyMap<string, Tested> } {
  const tested = new Map<string, Tested>();
  const prober: Prober = {
    start(_url, { requestsPerSecond, headers, onSample }) {
      const side = parseReleaseId(headers?.[header] ?? '');
      let [requests, failures] = [0, 0];
      const stop = clock.every(1000 / requestsPerSecond, () => {
        if (!awake()) return;
        const answer = request(world, side);
        requests += 1;
        if (!answer.ok) failures += 1;
        // Without its rule a request is answered by whoever has the weight.
        if (side !== undefined && answer.side === side) {
          const before = tested.get(side) ?? nothing;
          const okInARow = answer.ok ? before.okInARow + 1 : 0;
          const agrees = okInARow >= Math.min(10, requestsPerSecond);
          const agreedAt = agrees ? clock.time() : before.agreedAt;
          tested.set(side, {
            requests: before.requests + 1,
            okInARow,
            ...(agreedAt === undefined ? {} : { agreedAt }),
          });
        }
        onSample?.({ at: clock.now(), ok: answer.ok, status: answer.ok ? 200 : 503, latencyMs: 5 });
      });
      const totals = () => ({ requests, failures, p50Ms: 5, p99Ms: 9 });
      return {
        totals,
        async stop() {
          stop();
          return totals();
        },
      };
    },
  };
  return { prober, tested };
}
