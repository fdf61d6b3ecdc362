// A process of the lock's test: takes the lock many times and makes the file in turn, which must not exist then.
// With `forever` it keeps the lock until it is killed.
import { open, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { underHostLock } from '../../../../src/machines/lxc/host/host-lock.ts';

const [file = '', mode = ''] = process.argv.slice(2);
const rounds = mode === 'forever' ? 1 : 15;
for (let round = 0; round < rounds; round += 1) {
  await underHostLock(async () => {
    const handle = await open(file, 'wx');
    await handle.close();
    if (mode === 'forever') {
      process.stdout.write('held\n');
      await sleep(600_000);
    }
    await sleep(2);
    await rm(file);
  });
}
