import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson, writeJson } from '../host/json-file.ts';
import type { Layout } from '../layout.ts';
import { basePlanKey, planBase } from './base-plan.ts';
import { buildBase } from './build-base.ts';
import { endOrphanBuilders } from './orphan-builders.ts';

/** The base disks of a host, shared by its clouds through the cache. */
export interface BaseDisks {
  /** Ends builds that a killed daemon left. */
  open(): Promise<void>;
  /** The root of a base disk that has been prepared for this cloud. */
  rootOf(name: string): string | undefined;
  /** Makes the base disk unless the cache has it; concurrent calls share one build. */
  prepare(name: string): Promise<void>;
  /** Ends builds that run. */
  close(): Promise<void>;
}

/** Tells what a base disk is being made and how long it took. */
export type BaseLog = (event: string, facts: Readonly<Record<string, unknown>>) => void;

/** Keeps which base disk each name stands for: another version of imago may make another. */
export function createBaseDisks(layout: Layout, log: BaseLog): BaseDisks {
  let roots: Readonly<Record<string, string>> = {};
  const builds = new Map<string, Promise<void>>();
  let stop = new AbortController();

  async function prepare(name: string): Promise<void> {
    const plan = await planBase(name);
    const root = join(layout.cacheDir, `${name}-${basePlanKey(plan)}`);
    if (!existsSync(root)) {
      log('base disk build started', { name });
      const start = performance.now();
      await buildBase(plan, root, stop.signal);
      log('base disk built', { name, root, seconds: Math.round((performance.now() - start) / 100) / 10 });
    }
    if (roots[name] === root) return;
    roots = { ...roots, [name]: root };
    await mkdir(layout.dataDir, { recursive: true });
    await writeJson(layout.bases, roots);
  }

  return {
    async open() {
      await endOrphanBuilders(layout.cacheDir);
      stop = new AbortController();
      roots = readJson<Readonly<Record<string, string>>>(layout.bases) ?? {};
    },
    rootOf(name) {
      const root = roots[name];
      return root !== undefined && existsSync(root) ? root : undefined;
    },
    prepare(name) {
      const build = builds.get(name) ?? prepare(name).finally(() => builds.delete(name));
      builds.set(name, build);
      return build;
    },
    async close() {
      stop.abort();
      await Promise.allSettled(builds.values());
    },
  };
}
