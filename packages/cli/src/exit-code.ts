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
  if (error instanceof Interrupted) return exitCode.interrupted;
  return error instanceof ImagoError && error.source === 'user' ? exitCode.userMistake : exitCode.failed;
}

/** The reason that the abort signal carries after Ctrl-C or SIGTERM. */
export class Interrupted extends Error {
  constructor(signal: string) {
    super(`interrupted by ${signal}`);
    this.name = 'Interrupted';
  }
}
