import { RunError } from '../../run.ts';

/** Runs `work` and says plainly, when it fails for want of room, which file system is full and what to do. */
export async function explainFullDisk<T>(
  directory: string,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isFull(error)) throw error;
    throw new Error(`no room left under ${directory} to ${what}: free some space or use another directory`, {
      cause: error,
    });
  }
}

function isFull(error: unknown): boolean {
  if (error instanceof RunError) return /No space left on device|Disk quota exceeded/i.test(error.stderrTail);
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
