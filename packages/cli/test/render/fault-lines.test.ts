import { expect, test } from 'vitest';
import { faultLines } from '../../src/render/fault-lines.ts';

test('each fault says what it is for, what goes wrong, its seed, and what it has done', () => {
  const injected = {
    throttle: 0,
    error: 0,
    delay: 0,
    stale: 0,
    die: 0,
    neverBoots: 0,
    slowDetach: 0,
    stuckDetach: 0,
  };
  expect(
    faultLines([
      { action: '*', options: { throttle: 0.1, staleMs: 5000 }, seed: 7, calls: 0, injected },
      {
        service: 'ec2',
        action: 'RunInstances',
        options: { die: 0.125, delay: { fromMs: 1000, toMs: 5000 } },
        seed: 1234,
        calls: 12,
        injected: { ...injected, delay: 12, die: 2 },
      },
    ]),
  ).toEqual([
    '*                 throttle 10%, stale 5s             seed 7',
    'ec2 RunInstances  delay 1s-5s, die 12.5% within 30s  seed 1234  12 calls: 12 delayed, 2 dying',
  ]);
});
