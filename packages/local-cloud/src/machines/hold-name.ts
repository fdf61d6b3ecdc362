import { createServer } from 'node:net';

/**
 * Takes a name on this host for this process alone, until the function that it resolves to is called or the process
 * ends, however it ends; undefined when another has it. It is an abstract socket of the kernel's (unix(7)), which
 * leaves no file behind and which no child inherits.
 */
export async function holdName(name: string): Promise<(() => Promise<void>) | undefined> {
  const server = createServer((socket) => socket.destroy());
  const taken = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen(`\0imago/${name}`, () => resolve(true));
  });
  if (!taken) return undefined;
  return () => new Promise((resolve) => server.close(() => resolve()));
}
