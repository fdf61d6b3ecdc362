import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BasePlan } from '../../../../src/machines/lxc/base-disk/base-plan.ts';
import { basePlanKey } from '../../../../src/machines/lxc/base-disk/base-plan.ts';
import { buildBase } from '../../../../src/machines/lxc/base-disk/build-base.ts';
import { endOrphanBuilders } from '../../../../src/machines/lxc/base-disk/orphan-builders.ts';

const plan: BasePlan = {
  suite: 'bookworm',
  packages: ['systemd'],
  sources: undefined,
  files: [{ path: '/etc/imago', content: 'here' }],
  finish: 'true',
};
const never = new AbortController().signal;
const path = process.env['PATH'] ?? '';
let directory = '';
let target = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'imago-base-'));
  target = join(directory, 'cache/debian-12-1');
  process.env['PATH'] = `${directory}${delimiter}${path}`;
  // In place of mmdebstrap and of the name space, which needs root: makes the root, its last argument.
  await program('unshare', 'while [ "$1" != mmdebstrap ]; do shift; done; exec "$@"');
  await program(
    'mmdebstrap',
    `echo built >>${directory}/builds; sleep 0.1; for root; do :; done; mkdir "$root"`,
  );
});
afterEach(async () => {
  process.env['PATH'] = path;
  await rm(directory, { recursive: true });
});

function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
}

async function program(name: string, script: string): Promise<void> {
  await writeFile(join(directory, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(directory, name), 0o755);
}

test('builders that come together make one disk', async () => {
  await Promise.all([1, 2, 3].map(() => buildBase(plan, target, never)));
  expect(existsSync(target)).toBe(true);
  expect(await readFile(join(directory, 'builds'), 'utf8')).toBe('built\n');
  expect(await readdir(join(directory, 'cache/building'))).toEqual([]);
});

test('a build that fails leaves nothing, and says why', async () => {
  await program('mmdebstrap', 'mkdir "$(eval echo \\${$#})"; echo "E: no such suite" >&2; exit 25');
  await expect(buildBase(plan, target, never)).rejects.toThrow('E: no such suite');
  expect(existsSync(target)).toBe(false);
  expect(await readdir(join(directory, 'cache/building'))).toEqual([]);
});

test('a build is stopped with all it started', async () => {
  await program('mmdebstrap', `sleep 1000 & echo $! >${directory}/pid; wait`);
  const stop = new AbortController();
  const build = buildBase(plan, target, stop.signal);
  await expect.poll(() => existsSync(join(directory, 'pid'))).toBe(true);
  stop.abort();
  await expect(build).rejects.toThrow('was stopped');
  const pid = Number(await readFile(join(directory, 'pid'), 'utf8'));
  // Ended, though nobody may have asked yet how.
  await expect.poll(() => isRunning(pid)).toBe(false);
});

test('what a builder that died left is removed, what one that waits has is not', async () => {
  const building = join(directory, 'cache/building');
  await mkdir(join(building, '4194999-dead/root'), { recursive: true });
  await mkdir(join(building, '1-waiting'));
  await buildBase(plan, target, never);
  expect(await readdir(building)).toEqual(['1-waiting']);
});

test('a build whose daemon was killed is ended when the next daemon opens', async () => {
  const work = join(directory, 'cache/building/4194999-orphan');
  await mkdir(work, { recursive: true });
  const orphan = spawn('sh', ['-c', 'sleep 1000; true', work], { detached: true, stdio: 'ignore' });
  const ended = once(orphan, 'exit');
  await endOrphanBuilders(join(directory, 'cache'));
  expect((await ended)[1]).toBe('SIGKILL');
  expect(existsSync(work)).toBe(false);
});

test('the key changes with anything that goes in', () => {
  const key = basePlanKey(plan);
  expect(basePlanKey({ ...plan })).toBe(key);
  expect(basePlanKey({ ...plan, packages: ['systemd', 'curl'] })).not.toBe(key);
  expect(basePlanKey({ ...plan, files: [{ path: '/etc/imago', content: 'there' }] })).not.toBe(key);
});
