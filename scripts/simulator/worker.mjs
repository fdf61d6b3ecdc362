import { parentPort, workerData } from 'node:worker_threads';
import { gameOf } from './game.mjs';

const simulator = await import(workerData.url);

/** Plays what it is sent, seed after seed, and tells of each that broke something. */
parentPort.on('message', async ({ from, count, kind, strategy }) => {
  const { drawSchedule, runSchedule } = gameOf(simulator, kind);
  const failures = [];
  for (let seed = from; seed < from + count; seed += 1) {
    const { violations } = await runSchedule(drawSchedule(seed, strategy));
    if (violations.length > 0) failures.push({ seed, violations });
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  parentPort.postMessage({ count, failures });
});
