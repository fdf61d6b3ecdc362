import { readdir, readFile, stat } from 'node:fs/promises';
import { posix, join } from 'node:path';
import { ImagoError } from '@imago/engine';
import type { SFTPWrapper } from 'ssh2';

/** Files in flight at once: enough to hide a round trip, few enough for the server's open files. */
const parallel = 32;
/** What scp leaves of a mode under the usual umask. */
const modeMask = 0o755;

/** Writes one file with exactly this mode. */
export async function writeRemoteFile(
  sftp: SFTPWrapper,
  path: string,
  content: Uint8Array,
  mode: number,
): Promise<void> {
  await call(path, (done) => sftp.writeFile(path, Buffer.from(content), { mode }, done));
  // the mode of a file that was there before, or that the server's umask cut down
  await call(path, (done) => sftp.chmod(path, mode, done));
}

/** What is at a remote path. */
export async function describeRemote(
  sftp: SFTPWrapper,
  path: string,
): Promise<'directory' | 'file' | undefined> {
  return new Promise((resolve) => {
    sftp.stat(path, (error, found) => {
      if (error) resolve(undefined);
      else resolve(found.isDirectory() ? 'directory' : 'file');
    });
  });
}

/** Makes a folder; one that is there already is fine. Folders above it must exist, as with scp. */
export async function makeRemoteDirectory(sftp: SFTPWrapper, path: string): Promise<void> {
  try {
    await call(path, (done) => sftp.mkdir(path, done));
  } catch (error) {
    if ((await describeRemote(sftp, path)) !== 'directory') throw error;
  }
}

/** Copies a file, or a folder with all that is in it, to exactly this remote path. */
export async function uploadTree(sftp: SFTPWrapper, local: string, remote: string): Promise<void> {
  const found = await stat(local);
  if (!found.isDirectory()) {
    await writeRemoteFile(sftp, remote, await readFile(local), found.mode & modeMask);
    return;
  }
  const files: { readonly from: string; readonly to: string; readonly mode: number }[] = [];
  let level = [{ from: local, to: trimSlash(remote) }];
  while (level.length > 0) {
    await inParallel(level, ({ to }) => makeRemoteDirectory(sftp, to));
    const below: typeof level = [];
    for (const folder of level) {
      for (const name of await readdir(folder.from)) {
        const next = { from: join(folder.from, name), to: posix.join(folder.to, name) };
        const child = await stat(next.from);
        if (child.isDirectory()) below.push(next);
        else files.push({ ...next, mode: child.mode & modeMask });
      }
    }
    level = below;
  }
  await inParallel(files, async ({ from, to, mode }) =>
    writeRemoteFile(sftp, to, await readFile(from), mode),
  );
}

function trimSlash(path: string): string {
  return path === '/' ? path : path.replace(/\/+$/, '');
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker));
}

async function call(path: string, start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => {
      if (error === undefined || error === null) resolve();
      else reject(uploadFailed(path, error));
    });
  });
}

function uploadFailed(path: string, cause: Error): ImagoError {
  const denied = /permission/i.test(cause.message);
  return new ImagoError({
    code: 'upload-failed',
    source: 'user',
    message: `cannot write ${path} on the instance: ${cause.message.toLowerCase()}`,
    fix: denied
      ? 'files arrive as the ssh user: copy to /tmp and move them with a shell provisioner'
      : 'check that the folder above it exists',
    cause,
  });
}
