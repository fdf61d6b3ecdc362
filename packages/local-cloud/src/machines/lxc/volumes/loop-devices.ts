import { constants, readFileSync } from 'node:fs';
import { open, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../run.ts';
import { waitUntil } from '../container/wait-until.ts';

/** A loop device (loop(4)) that has a file behind it. */
export interface LoopDevice {
  readonly path: string;
  readonly major: number;
  readonly minor: number;
  /** As the kernel has it: a deleted file's name ends with ` (deleted)`. */
  readonly file: string;
  /** It goes as soon as nobody has it open any more. */
  readonly ending: boolean;
}

const blocks = '/sys/block';

/** The loop devices of the host that have a file behind them. */
export async function loopDevices(): Promise<readonly LoopDevice[]> {
  const names = (await readdir(blocks)).filter((name) => name.startsWith('loop'));
  return (await Promise.all(names.map(readLoop))).flatMap((loop) => loop ?? []);
}

/** The loop device of a file. */
export async function loopOf(file: string): Promise<LoopDevice | undefined> {
  return (await loopDevices()).find((loop) => loop.file === file);
}

/** Puts a loop device before a file, unless it has one. */
export async function bindLoop(file: string): Promise<LoopDevice> {
  const bound = await loopOf(file);
  if (bound?.ending === true) throw new Error(`${bound.path} still has ${file} open: it is on its way out`);
  if (bound !== undefined) return bound;
  const { stdout } = await run('losetup', ['--find', '--nooverlap', '--show', file]);
  const loop = await readLoop(stdout.trim().replace('/dev/', ''));
  if (loop?.file !== file) throw new Error(`losetup put ${stdout.trim()} before ${loop?.file ?? 'nothing'}`);
  return loop;
}

/** Takes a loop device away as soon as nobody has it open; whoever opens it can no longer keep it for good. */
export async function endLoop({ path }: LoopDevice): Promise<void> {
  // 1: it is gone already.
  await run('losetup', ['--detach', path], { accept: [1] });
}

/** Waits until a loop device has gone; false if it is still there then, because somebody has it open. */
export async function waitForEnd({ path, file }: LoopDevice, patienceMs: number): Promise<boolean> {
  const backing = join(blocks, path.replace('/dev/', ''), 'loop', 'backing_file');
  return waitUntil(() => {
    try {
      return readFileSync(backing, 'utf8').trimEnd() !== file;
    } catch {
      return true;
    }
  }, patienceMs);
}

/**
 * Does something while nobody can mount a device; answers false, and does nothing, when it is mounted somewhere.
 * Whoever mounts a block device has it to himself, in all name spaces.
 */
export async function whileUnmounted({ path }: LoopDevice, work: () => Promise<void>): Promise<boolean> {
  const claim = await open(path, constants.O_RDONLY | constants.O_EXCL).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EBUSY') return undefined;
    throw error;
  });
  if (claim === undefined) return false;
  try {
    await work();
  } finally {
    await claim.close();
  }
  return true;
}

async function readLoop(name: string): Promise<LoopDevice | undefined> {
  const read = (file: string): Promise<string | undefined> =>
    readFile(join(blocks, name, file), 'utf8').then(
      (text) => text.replace(/\n$/, ''),
      () => undefined,
    );
  const [file, numbers, autoclear] = await Promise.all(
    ['loop/backing_file', 'dev', 'loop/autoclear'].map(read),
  );
  if (file === undefined || numbers === undefined) return undefined;
  const [major = 0, minor = 0] = numbers.split(':').map(Number);
  return { path: `/dev/${name}`, major, minor, file, ending: autoclear === '1' };
}
