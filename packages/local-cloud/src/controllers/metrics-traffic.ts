import type { TrafficCounters } from '../machines/machines.ts';

/** What happened between two readings of a load balancer's counters. */
export interface Traffic {
  /** By the server's name, over all processes and listeners. */
  readonly servers: ReadonlyMap<string, ServerTraffic>;
  /** Answers that the load balancer gave by itself. */
  readonly own4xx: number;
  readonly own5xx: number;
}

/** What one server did. */
export interface ServerTraffic {
  readonly requests: number;
  readonly answers: TrafficCounters['answers'];
  readonly responseMilliseconds: number;
}

/** Counters by their ids. */
export type Reading = ReadonlyMap<string, TrafficCounters>;

const CLASSES = ['2xx', '3xx', '4xx', '5xx'] as const;

/**
 * The difference of two readings. A counter that was not there before, or is smaller than before, began at zero in
 * between; one that is gone has nothing more to say.
 */
export function trafficBetween(before: Reading, after: Reading): Traffic {
  const servers = new Map<string, ServerTraffic>();
  let [own4xx, own5xx] = [0, 0];
  for (const counters of after.values()) {
    const { requests, answers } = grown(before.get(counters.id), counters);
    const sign = counters.kind === 'listener' ? 1 : -1;
    own4xx += sign * answers['4xx'];
    own5xx += sign * answers['5xx'];
    if (counters.kind === 'listener') continue;
    const known = servers.get(counters.server);
    servers.set(counters.server, {
      requests: (known?.requests ?? 0) + requests,
      answers: known ? combine(known.answers, answers, 1) : answers,
      responseMilliseconds: Math.max(known?.responseMilliseconds ?? 0, counters.responseMilliseconds),
    });
  }
  // Both are read at one moment, but not all of an answer is counted at once.
  return { servers, own4xx: Math.max(0, own4xx), own5xx: Math.max(0, own5xx) };
}

function grown(
  before: TrafficCounters | undefined,
  after: TrafficCounters,
): Pick<TrafficCounters, 'requests' | 'answers'> {
  if (!before || after.requests < before.requests) return after;
  return {
    requests: after.requests - before.requests,
    answers: combine(after.answers, before.answers, -1),
  };
}

function combine(
  one: TrafficCounters['answers'],
  other: TrafficCounters['answers'],
  sign: 1 | -1,
): TrafficCounters['answers'] {
  const [a, b, c, d] = CLASSES.map((name) => one[name] + sign * other[name]);
  return { '2xx': a ?? 0, '3xx': b ?? 0, '4xx': c ?? 0, '5xx': d ?? 0 };
}
