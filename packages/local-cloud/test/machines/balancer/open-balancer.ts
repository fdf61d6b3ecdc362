import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createHaproxyBalancer,
  type HaproxyBalancer,
} from '../../../src/machines/balancer/haproxy-balancer.ts';
import { stopLoads } from './steady-load.ts';
import type { TargetServer } from './target-server.ts';

/** A balancer of one test, with what it sends requests to. */
export interface OpenBalancer {
  readonly dir: string;
  readonly balancer: HaproxyBalancer;
  readonly targets: TargetServer[];
  /** Events that it logs. */
  readonly logged: string[];
}

/** How long a test waits for what comes at once where nothing else is at work on this machine. */
export const patient = { timeout: 20_000 } as const;

/** Opens a balancer in a folder of its own, without a target. */
export async function openBalancer(): Promise<OpenBalancer> {
  const dir = join(mkdtempSync(join(tmpdir(), 'imago-lb-')), 'lb');
  const logged: string[] = [];
  const balancer = createHaproxyBalancer({ dir, log: (event) => logged.push(event) });
  await balancer.open(new Set());
  return { dir, balancer, targets: [], logged };
}

/** Closes it, ends its targets and removes the folder. */
export async function closeBalancer({
  dir,
  balancer,
  targets,
}: Pick<OpenBalancer, 'dir' | 'balancer' | 'targets'>): Promise<void> {
  await Promise.all([stopLoads(), balancer.close()]);
  for (const target of targets) await target.kill();
  rmSync(join(dir, '..'), { recursive: true });
}
