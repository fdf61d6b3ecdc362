import { EventEmitter } from 'node:events';
import type { CliContext } from '../src/context.ts';
import type { GlobalOptions } from '../src/global-options.ts';

/** A context in memory, and what was written to its streams. */
export interface FakeContext {
  readonly context: CliContext;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Ctrl-C. */
  readonly abort: (reason: Error) => void;
}

/** What a command gets, without a terminal; stdin never answers. */
export function fakeContext(options: Partial<GlobalOptions> = {}, cwd = '/'): FakeContext {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written): object => ({
    isTTY: false,
    write: (text: string) => {
      written[name] += text;
      return true;
    },
  });
  const fakeProcess = Object.assign(new EventEmitter(), {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    stdin: { isTTY: false },
    env: {},
    cwd: () => cwd,
    exitCode: undefined,
  });
  const controller = new AbortController();
  return {
    context: {
      // as much of it as commands use
      process: fakeProcess as NodeJS.Process,
      options: {
        json: false,
        quiet: false,
        verbose: false,
        color: false,
        yes: false,
        configFile: undefined,
        ...options,
      },
      signal: controller.signal,
    },
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    abort: (reason) => controller.abort(reason),
  };
}
