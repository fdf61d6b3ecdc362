import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { StartError } from './start-error.ts';

/**
 * Takes the data directory for this process alone, until the function that it resolves to is called or the
 * process ends, however it ends: the lock is an abstract socket of the kernel's, which leaves no file behind.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 32);
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new StartError(
              `another local cloud runs in ${dataDir}`,
              'stop it with `imago local stop`, or choose another folder with --data-dir',
            )
          : error,
      ),
    );
    server.listen(`\0imago/${name}`, resolve);
  });
  return () => new Promise((resolve) => server.close(() => resolve()));
}
