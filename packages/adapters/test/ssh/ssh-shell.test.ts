import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { seconds } from '@imago/engine';
import type { ShellSession } from '@imago/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyPairs } from '../../src/ssh/key-pairs.ts';
import { createSshShell } from '../../src/ssh/ssh-shell.ts';
import { startServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

const never = new AbortController().signal;
const key = await createKeyPairs().make();
const shell = createSshShell();
let server: TestServer;
let folder: string;
const sessions: ShellSession[] = [];

beforeEach(async () => {
  server = await startServer(key.publicKey);
  folder = mkdtempSync(join(tmpdir(), 'imago-ssh-'));
});

afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

async function connect(
  port: number = server.port,
  signal: AbortSignal = never,
  timeout = 10,
): Promise<ShellSession> {
  const target = { host: '127.0.0.1', port, user: 'admin', privateKey: key.privateKey };
  const session = await shell.connect(target, { timeout: seconds(timeout), signal });
  sessions.push(session);
  return session;
}

describe('an ssh session', () => {
  it('runs commands, with output as it is written and the exit status', async () => {
    const session = await connect();
    const output: string[] = [];
    const onOutput = (stream: string, text: string): void => void output.push(`${stream}: ${text.trim()}`);
    expect(await session.run('echo one; echo two >&2; exit 3', { signal: never, onOutput })).toEqual({
      exitCode: 3,
    });
    expect(output.toSorted()).toEqual(['stderr: two', 'stdout: one']);
  });

  it('reports a signal as a shell does', async () => {
    const session = await connect();
    expect(await session.run('kill -TERM $$', { signal: never })).toEqual({ exitCode: 143 });
  });

  it('runs several commands at once over one connection', async () => {
    const session = await connect();
    const results = await Promise.all(
      [1, 2, 3].map((code) => session.run(`exit ${code}`, { signal: never })),
    );
    expect(results.map(({ exitCode }) => exitCode)).toEqual([1, 2, 3]);
  });

  it('ends a command that is interrupted, with the reason', async () => {
    const session = await connect();
    const interrupt = new AbortController();
    const running = session.run('echo started; sleep 30', {
      signal: interrupt.signal,
      onOutput: () => interrupt.abort(new Error('enough')),
    });
    await expect(running).rejects.toThrow('enough');
  });

  it('says that the connection was lost when it was', async () => {
    const session = await connect();
    const running = session.run('echo started; sleep 30', { signal: never, onOutput: () => server.cut() });
    await expect(running).rejects.toMatchObject({ code: 'connection-lost' });
    await expect(session.run('true', { signal: never })).rejects.toMatchObject({ code: 'connection-lost' });
    await expect(session.writeFile(join(folder, 'x'), new Uint8Array(), 0o644)).rejects.toMatchObject({
      code: 'connection-lost',
    });
  });

  it('writes files with their mode, over what was there', async () => {
    const session = await connect();
    const path = join(folder, 'script.sh');
    await session.writeFile(path, new TextEncoder().encode('a much longer text'), 0o644);
    await session.writeFile(path, new TextEncoder().encode('short'), 0o755);
    expect(readFileSync(path, 'utf8')).toBe('short');
    expect(statSync(path).mode & 0o777).toBe(0o755);
  });

  it('copies folders with all that is in them, many files at once', async () => {
    const from = join(folder, 'from');
    mkdirSync(join(from, 'deep', 'deeper'), { recursive: true });
    for (let index = 0; index < 200; index += 1)
      writeFileSync(join(from, 'deep', `${index}.txt`), `text ${index}`);
    writeFileSync(join(from, 'deep', 'deeper', 'empty'), '');
    writeFileSync(join(from, 'run.sh'), Buffer.alloc(300_000, 7));
    chmodSync(join(from, 'run.sh'), 0o755);
    const session = await connect();
    await session.uploadFile(from, join(folder, 'to'));
    expect(readdirSync(join(folder, 'to', 'deep'))).toHaveLength(201);
    expect(readFileSync(join(folder, 'to', 'deep', '77.txt'), 'utf8')).toBe('text 77');
    expect(readFileSync(join(folder, 'to', 'run.sh'))).toEqual(Buffer.alloc(300_000, 7));
    expect(statSync(join(folder, 'to', 'run.sh')).mode & 0o777).toBe(0o755);
    expect(await session.isDirectory(join(folder, 'to'))).toBe(true);
    expect(await session.isDirectory(join(folder, 'to', 'run.sh'))).toBe(false);
    expect(await session.isDirectory(join(folder, 'nowhere'))).toBe(false);
  });

  it('names the path that cannot be written', async () => {
    const session = await connect();
    await expect(
      session.writeFile(join(folder, 'no', 'where'), new Uint8Array(), 0o644),
    ).rejects.toMatchObject({
      code: 'upload-failed',
      message: expect.stringContaining(join(folder, 'no', 'where')),
    });
  });
});

describe('connecting', () => {
  it('goes on until somebody listens and lets us in', async () => {
    const { port } = server;
    await server.close();
    const connecting = connect(port);
    server = await startServer(key.publicKey, { port, refuseLogins: 2 });
    expect(await (await connecting).run('true', { signal: never })).toEqual({ exitCode: 0 });
  });

  it('ends with the last reason when the time is over', async () => {
    await server.close();
    server = await startServer(key.publicKey, { refuseLogins: 1000 });
    await expect(connect(server.port, never, 1)).rejects.toMatchObject({
      code: 'ssh-unreachable',
      message: expect.stringMatching(/no ssh as admin at 127\.0\.0\.1:\d+ \(.*authentication/),
    });
  });

  it('ends when the time is over whatever was collected as garbage meanwhile', async () => {
    await server.close();
    server = await startServer(key.publicKey, { refuseLogins: 1000 });
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    const collecting = setInterval(() => typeof collect === 'function' && collect(), 50);
    try {
      await expect(connect(server.port, never, 1)).rejects.toMatchObject({ code: 'ssh-unreachable' });
    } finally {
      clearInterval(collecting);
    }
  });

  it('ends at once when interrupted', async () => {
    const { port } = server;
    await server.close();
    const interrupt = new AbortController();
    const connecting = connect(port, interrupt.signal);
    setImmediate(() => interrupt.abort(new Error('enough')));
    await expect(connecting).rejects.toThrow('enough');
    server = await startServer(key.publicKey);
  });

  it('trusts a host key at first sight and refuses another later', async () => {
    const { port } = server;
    await connect(port);
    await server.close();
    server = await startServer(key.publicKey, { port });
    await expect(connect(port)).rejects.toMatchObject({ code: 'host-key-changed' });
  });
});
