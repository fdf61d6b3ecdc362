import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { Interrupted } from '../src/exit-code.ts';
import { interruptSignal } from '../src/interrupts.ts';

test('the first signal aborts, the second changes nothing, the third ends the process', () => {
  const exits: number[] = [];
  const fake = Object.assign(new EventEmitter(), { exit: (code: number) => exits.push(code) });
  // as much of it as the function uses
  const signal = interruptSignal(fake as NodeJS.Process);
  expect(signal.aborted).toBe(false);
  fake.emit('SIGTERM');
  expect(signal.reason).toEqual(new Interrupted('SIGTERM'));
  fake.emit('SIGINT');
  expect(exits).toEqual([]);
  fake.emit('SIGINT');
  expect(exits).toEqual([130]);
});
