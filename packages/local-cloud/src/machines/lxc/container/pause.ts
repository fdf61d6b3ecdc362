import { run } from '../../run.ts';
import type { Layout } from '../layout.ts';

/** Does `work` while no process of the running machine moves. */
export async function whilePaused<T>(layout: Layout, id: string, work: () => Promise<T>): Promise<T> {
  const machine = ['-P', layout.machines, '-n', id];
  await run('lxc-freeze', machine, { timeoutMs: 20_000 });
  try {
    return await work();
  } finally {
    await run('lxc-unfreeze', machine, { timeoutMs: 20_000 });
  }
}
