import { exitCode, Interrupted } from './exit-code.ts';

/**
 * The first SIGINT, SIGTERM or SIGHUP aborts the command, which then cleans up and says so; the third
 * (Ctrl-C again and again) ends the process at once, and leaves the rest to the next command.
 */
export function interruptSignal(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  let count = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      count += 1;
      if (count === 1) controller.abort(new Interrupted(name));
      if (count > 2) process.exit(exitCode.interrupted);
    });
  }
  return controller.signal;
}
