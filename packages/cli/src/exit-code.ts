import { ImagoError } from '@imago/engine';

/** The exit statuses of the command; scripts rely on them. */
export const exitCode = {
  done: 0,
  failed: 1,
  userMistake: 2,
  waitingForPerson: 3,
  locked: 4,
  interrupted: 130,
} as const;

/** The status that an error that ended the command stands for. */
export function exitCodeOf(error: unknown): number {
  if (isInterruption(error)) return exitCode.interrupted;
  return error instanceof ImagoError && error.source === 'user' ? exitCode.userMistake : exitCode.failed;
}

/** Whether the command ended because it was told to; the SDK and Node have an AbortError of their own for it. */
export function isInterruption(error: unknown): boolean {
  return error instanceof Interrupted || (error instanceof Error && error.name === 'AbortError');
}

/** The reason that the abort signal carries after Ctrl-C or SIGTERM. */
export class Interrupted extends Error {
  constructor(signal: string) {
    super(`interrupted by ${signal}`);
    this.name = 'Interrupted';
  }
}
