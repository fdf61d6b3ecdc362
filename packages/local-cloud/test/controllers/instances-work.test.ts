import { expect, test } from 'vitest';
import { createInstancesWork } from '../../src/controllers/instances-work.ts';

test('no more jobs run at a time than the limit, all are run, and each end is told', async () => {
  let running = 0;
  let most = 0;
  let ended = 0;
  const work = createInstancesWork(3, () => ended++);
  for (let index = 0; index < 10; index++) {
    work.start(`i-${index}`, async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    });
  }
  expect(work.isBusy('i-9')).toBe(true);
  await work.idle();
  expect([most, ended, work.isBusy('i-9')]).toEqual([3, 10, false]);
});
