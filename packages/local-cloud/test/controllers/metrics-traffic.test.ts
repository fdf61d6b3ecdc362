import { expect, test } from 'vitest';
import { type Reading, trafficBetween } from '../../src/controllers/metrics-traffic.ts';
import type { TrafficCounters } from '../../src/machines/machines.ts';

function counters(
  id: string,
  kind: TrafficCounters['kind'],
  requests: number,
  failed = 0,
  ms = 1,
): TrafficCounters {
  return {
    id,
    kind,
    server: id.split('/').at(-1) ?? '',
    requests,
    answers: { '2xx': requests - failed, '3xx': 0, '4xx': 0, '5xx': failed },
    responseMilliseconds: ms,
  };
}

const reading = (...all: readonly TrafficCounters[]): Reading => new Map(all.map((each) => [each.id, each]));

test('what a server did is the growth of its counters, over all processes', () => {
  const before = reading(counters('1/b80/a', 'server', 10, 2));
  const after = reading(
    counters('1/b80/a', 'server', 15, 3, 4),
    counters('2/b80/a', 'server', 7, 0, 9),
    counters('2/b80/b', 'server', 1),
  );
  const { servers } = trafficBetween(before, after);
  expect(servers.get('a')).toEqual({
    requests: 12,
    answers: { '2xx': 11, '3xx': 0, '4xx': 0, '5xx': 1 },
    responseMilliseconds: 9,
  });
  expect(servers.get('b')?.requests).toBe(1);
});

test('a counter that fell began again', () => {
  const { servers } = trafficBetween(
    reading(counters('1/b80/a', 'server', 100, 5)),
    reading(counters('1/b80/a', 'server', 3, 1)),
  );
  expect(servers.get('a')).toMatchObject({ requests: 3, answers: { '5xx': 1 } });
});

test('errors that no target answered with are the load balancer’s own', () => {
  const traffic = trafficBetween(
    reading(counters('1/f80/FRONTEND', 'listener', 10, 1), counters('1/b80/a', 'server', 10, 1)),
    reading(counters('1/f80/FRONTEND', 'listener', 20, 5), counters('1/b80/a', 'server', 17, 2)),
  );
  expect(traffic).toMatchObject({ own4xx: 0, own5xx: 3 });
});

test('a target’s answer that is not in the listener’s sum yet makes no negative count', () => {
  const traffic = trafficBetween(reading(), reading(counters('1/b80/a', 'server', 5, 5)));
  expect(traffic.own5xx).toBe(0);
});
