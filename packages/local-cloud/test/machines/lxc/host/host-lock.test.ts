import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdName } from '../../../../src/machines/hold-name.ts';
import { underHostLock } from '../../../../src/machines/lxc/host/host-lock.ts';

const jiti = fileURLToPath(new URL('../../../../../../node_modules/jiti/lib/jiti-cli.mjs', import.meta.url));
const holder = fileURLToPath(new URL('hold-lock.ts', import.meta.url));

describe('underHostLock', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'imago-lock-'));
    file = join(folder, 'in-turn');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function hold(mode = ''): ChildProcess {
    return spawn(process.execPath, [jiti, holder, file, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  }

  it('is never held by two processes at once', async () => {
    const ends = [hold(), hold()].map((child) => once(child, 'exit'));
    for (const [status] of await Promise.all(ends)) expect(status).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  it('is free when its holder is killed, and not before', async () => {
    const child = hold('forever');
    if (child.stdout !== null) await once(child.stdout, 'data');
    expect(await holdName('host')).toBeUndefined();
    child.kill('SIGKILL');
    expect(await underHostLock(() => Promise.resolve('mine'))).toBe('mine');
  });

  it('is free after an action that fails', async () => {
    await expect(underHostLock(() => Promise.reject(new Error('no bridge')))).rejects.toThrow('no bridge');
    expect(await underHostLock(() => Promise.resolve('mine'))).toBe('mine');
  });
});
