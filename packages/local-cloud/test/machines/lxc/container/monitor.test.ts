import { expect, test } from 'vitest';
import { exitKind } from '../../../../src/machines/lxc/container/monitor.ts';

const line = (signal: string): string =>
  `lxc-start i-1 20261121 INFO error - ../src/lxc/error.c:34 - Child <42> ended on signal ${signal}\n`;

test('an init that asked the kernel for the end has shut down', () => {
  expect(exitKind(line('Interrupt(2)'))).toBe('shutdown');
});

test('an init that was killed has crashed', () => {
  expect(exitKind(line('Killed(9)'))).toBe('crash');
});

test('the last of several lives counts', () => {
  expect(exitKind(line('Hangup(1)') + line('Interrupt(2)'))).toBe('shutdown');
});

test('a log with no end is that of a monitor that was killed', () => {
  expect(exitKind('')).toBe('crash');
});
