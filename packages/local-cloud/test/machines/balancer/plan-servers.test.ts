import { expect, test } from 'vitest';
import { planServers } from '../../../src/machines/balancer/plan-servers.ts';
import type { RunningServer } from '../../../src/machines/balancer/parse-stats.ts';
import type { BalancerServer } from '../../../src/machines/machines.ts';

const wanted = (name: string, change: Partial<BalancerServer> = {}): BalancerServer => ({
  name,
  address: '10.0.0.1',
  port: 80,
  weight: 10,
  state: 'ready',
  ...change,
});
const running = (change: Partial<RunningServer> = {}): RunningServer => ({
  address: '10.0.0.1',
  port: 80,
  weight: 10,
  ready: true,
  ...change,
});

test('what runs as wanted is left alone', () => {
  expect(planServers('b80', new Map([['a', running()]]), [wanted('a')])).toEqual({
    commands: [],
    leaving: [],
  });
});

test('capacity is given before it is taken', () => {
  const plan = planServers(
    'b80',
    new Map([
      ['a', running()],
      ['b', running({ weight: 1 })],
      ['c', running()],
    ]),
    [wanted('a', { weight: 0 }), wanted('b', { weight: 20 }), wanted('d')],
  );
  expect(plan).toEqual({
    commands: [
      'set server b80/b weight 20',
      'add server b80/d 10.0.0.1:80 weight 10 pool-max-conn 1024 pool-purge-delay 2s',
      'set server b80/d state ready',
      'set server b80/a weight 0',
    ],
    leaving: ['c'],
  });
});

test('what drains has no weight, and what is cut loses its sessions', () => {
  const plan = planServers(
    'b80',
    new Map([
      ['a', running()],
      ['b', running()],
    ]),
    [wanted('a', { state: 'drain' }), wanted('b', { state: 'cut' }), wanted('never ran', { state: 'cut' })],
  );
  expect(plan.commands).toEqual([
    'set server b80/a weight 0',
    'set server b80/b weight 0',
    'shutdown sessions server b80/b',
  ]);
});

test('a server that was leaving is taken back, at its new address', () => {
  const now = new Map([['a', running({ ready: false, address: '10.0.0.2' })]]);
  expect(planServers('b80', now, [wanted('a')]).commands).toEqual([
    'set server b80/a addr 10.0.0.1 port 80',
    'set server b80/a state ready',
  ]);
});
