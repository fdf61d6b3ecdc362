import { expect, test } from 'vitest';
import { explainFullDisk } from '../../../../src/machines/lxc/host/full-disk.ts';
import { run } from '../../../../src/machines/run.ts';

const explain = (work: () => Promise<unknown>): Promise<unknown> =>
  explainFullDisk('/data', 'freeze it', work);

test('a full file system is named with what to do', async () => {
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  await expect(explain(() => Promise.reject(full))).rejects.toThrow(
    'no room left under /data to freeze it: free some space or use another directory',
  );
});

test('so is one that a command ran into', async () => {
  const copy = (): Promise<unknown> => run('sh', ['-c', 'echo "cp: No space left on device" >&2; exit 1']);
  await expect(explain(copy)).rejects.toThrow('no room left under /data');
});

test('other failures stay what they are', async () => {
  await expect(explain(() => Promise.reject(new Error('other')))).rejects.toThrow(/^other$/);
});
