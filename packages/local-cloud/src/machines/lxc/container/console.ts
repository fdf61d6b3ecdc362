import { open } from 'node:fs/promises';

/** What EC2 keeps of a console's output. */
const kept = 64 * 1024;

/** The end of what a machine printed; LXC moves the older part to a second file when the first is full. */
export async function readConsole(file: string): Promise<string> {
  const newest = await readTail(file, kept);
  if (newest.length >= kept) return newest.toString('utf8');
  const older = await readTail(`${file}.1`, kept - newest.length);
  return Buffer.concat([older, newest]).toString('utf8');
}

async function readTail(file: string, bytes: number): Promise<Buffer> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return Buffer.alloc(0);
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, bytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
