import { expect, test } from 'vitest';
import type { SetFaultsFlags } from '../../src/commands/local-faults.ts';
import { readFaultOptions } from '../../src/local/read-fault-options.ts';

test('options are read as shares and times', () => {
  const flags = { throttle: '10%', error: '0.5%', delay: '2s', stale: '5s', die: '100%', dieWithin: '1m' };
  const volumes = { slowDetach: '20s', stuckDetach: '5%' };
  expect(readFaultOptions({ ...flags, ...volumes, neverBoots: '0%' })).toEqual({
    throttle: 0.1,
    error: 0.005,
    delay: { fromMs: 2000, toMs: 2000 },
    staleMs: 5000,
    die: 1,
    dieWithinMs: 60_000,
    neverBoots: 0,
    slowDetach: { fromMs: 20_000, toMs: 20_000 },
    stuckDetach: 0.05,
  });
});

test('a delay may be a range', () => {
  expect(readFaultOptions({ delay: '500ms-5s' })).toEqual({ delay: { fromMs: 500, toMs: 5000 } });
});

test.each<[SetFaultsFlags, string, string]>([
  [{}, 'nothing is to go wrong', '--throttle 10%'],
  [{ throttle: '10' }, '--throttle 10 is no percentage', '--throttle 10%'],
  [{ error: '101%' }, '--error 101% is no percentage', '0% to 100%'],
  [{ die: '-5%' }, '--die -5% is no percentage', '--die 10%'],
  [{ delay: '5' }, '--delay 5 is no duration', '--delay 500ms'],
  [{ delay: '5s-1s' }, '--delay 5s-1s is no range', '--delay 1s-5s'],
  [{ delay: '1s-2s-3s' }, '--delay 1s-2s-3s is no range', '--delay 1s-5s'],
  [{ stale: '2m' }, '--stale 2m is too long', '60s at most'],
  [{ dieWithin: '5s' }, '--die-within says when', '--die 5%'],
])('%j is refused', (flags, message, fix) => {
  const words = (text: string): unknown => expect.stringContaining(text);
  expect(() => readFaultOptions(flags)).toThrow(
    expect.objectContaining({ source: 'user', message: words(message), fix: words(fix) }),
  );
});
