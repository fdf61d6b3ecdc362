import { expect, test } from 'vitest';
import { createTurns } from '../../../src/machines/lxc/turns.ts';

test('work on one key waits for the work before it, on another it does not', async () => {
  const inTurn = createTurns();
  const order: string[] = [];
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const first = inTurn('a', async () => {
    await opened;
    order.push('first');
  });
  const second = inTurn('a', async () => void order.push('second'));
  await inTurn('b', async () => void order.push('other'));
  open();
  await Promise.all([first, second]);
  expect(order).toEqual(['other', 'first', 'second']);
});

test('a failure reaches its own caller and does not stop the next', async () => {
  const inTurn = createTurns();
  const failing = inTurn('a', () => Promise.reject(new Error('broken')));
  const next = inTurn('a', () => Promise.resolve('fine'));
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('fine');
});
