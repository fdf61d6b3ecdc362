import { Worker } from 'node:worker_threads';

const chunk = 25;

/**
 * Plays schedules in several threads. `failed` is told of each that broke an invariant, and answers whether that is
 * enough; answers how many were played.
 */
export async function playSeeds({ url, from, count, workers, kind, strategy, failed, progress = () => {} }) {
  let next = from;
  let played = 0;
  let enough = false;
  const last = from + count;
  const play = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('worker.mjs', import.meta.url), {
        workerData: { url },
        // What a schedule needs is forgotten with it: little of it is ever moved.
        resourceLimits: { maxYoungGenerationSizeMb: 64 },
      });
      const send = () => {
        if (enough || next >= last) {
          resolve(worker.terminate());
          return;
        }
        const size = Math.min(chunk, last - next);
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
        worker.postMessage({ from: next, count: size, kind, strategy });
        next += size;
      };
      worker.on('error', reject);
      worker.on('message', ({ count: done, failures }) => {
        played += done;
        for (const failure of failures) enough = failed(failure) || enough;
        progress(played);
        send();
      });
      send();
    });
  await Promise.all(Array.from({ length: workers }, play));
  return played;
}
