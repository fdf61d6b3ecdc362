import { describe, expect, test } from 'vitest';
import { ProbeCounter } from '../../src/probe/probe-counter.ts';

describe('the counter of samples', () => {
  test('tells percentiles within a tenth', () => {
    const counter = new ProbeCounter();
    for (let ms = 1; ms <= 1000; ms += 1) counter.add({ at: new Date(0), ok: true, latencyMs: ms });
    const { requests, failures, p50Ms, p99Ms } = counter.totals();
    expect({ requests, failures }).toEqual({ requests: 1000, failures: 0 });
    expect(p50Ms).toBeGreaterThan(450);
    expect(p50Ms).toBeLessThan(550);
    expect(p99Ms).toBeGreaterThan(900);
    expect(p99Ms).toBeLessThan(1100);
  });

  test('keeps the last failure in words', () => {
    const counter = new ProbeCounter();
    counter.add({ at: new Date(0), ok: false, status: 502, latencyMs: 1 });
    expect(counter.totals()).toMatchObject({ failures: 1, lastFailure: 'status 502' });
  });
});
