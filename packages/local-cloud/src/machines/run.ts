import spawn, { SubprocessError, type Subprocess } from 'nano-spawn';

/** How a command is run; by default it inherits the environment, has no input and no deadline. */
export interface RunOptions {
  readonly input?: string;
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** Exit codes that are no failure; 0 alone by default. */
  readonly accept?: readonly number[];
  /** Stops all that the command started with it, politely at first: for what cleans up after itself. */
  readonly group?: boolean;
}

/** What a command that ran to its end left behind. */
export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that could not be started, failed, or was stopped: carries what is needed to say why. */
export class RunError extends Error {
  readonly command: string;
  /** Absent when the command could not be started or was killed by a signal. */
  readonly exitCode: number | undefined;
  readonly stderrTail: string;

  constructor(
    command: string,
    reason: string,
    exitCode: number | undefined,
    stderrTail: string,
    cause?: unknown,
  ) {
    super(`${command}: ${reason}${stderrTail === '' ? '' : `: ${stderrTail}`}`, { cause });
    this.name = 'RunError';
    this.command = command;
    this.exitCode = exitCode;
    this.stderrTail = stderrTail;
  }
}

/**
 * Runs a command to its end: the one way in which the local cloud starts a process.
 *
 * @throws {RunError} when it cannot be started, ends with a code that is not accepted, or is stopped.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const { input, cwd, env, timeoutMs, group = false } = options;
  const stop = abortSignal(options.signal, timeoutMs);
  const running = spawn(command, args, {
    stdin: input === undefined ? 'ignore' : { string: input },
    // A single command is killed at once: it could hold a lock for longer than anybody waits.
    killSignal: 'SIGKILL',
    detached: group,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(stop === undefined || group ? {} : { signal: stop }),
  });
  try {
    if (group && stop !== undefined) await stopGroup(running, stop);
    const { stdout, stderr } = await running;
    return { exitCode: 0, stdout, stderr };
  } catch (error) {
    if (!(error instanceof SubprocessError)) throw error;
    const { exitCode, stdout, stderr } = error;
    if (exitCode !== undefined && options.accept?.includes(exitCode)) return { exitCode, stdout, stderr };
    throw new RunError(commandLine(command, args), reason(error, stop), exitCode, tail(stderr), error);
  }
}

/** Ends the process group of a command when `stop` says so, by force if it is still there after five seconds. */
async function stopGroup(running: Subprocess, stop: AbortSignal): Promise<void> {
  const { pid } = await running.nodeChildProcess;
  if (pid === undefined) return;
  const signalGroup = (signal: NodeJS.Signals): void => {
    try {
      process.kill(-pid, signal);
    } catch {
      // It has ended by itself.
    }
  };
  let force: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    signalGroup('SIGTERM');
    force = setTimeout(signalGroup, 5000, 'SIGKILL');
  };
  if (stop.aborted) onAbort();
  else stop.addEventListener('abort', onAbort, { once: true });
  const settled = (): void => {
    stop.removeEventListener('abort', onAbort);
    clearTimeout(force);
  };
  void running.then(settled, settled);
}

function abortSignal(
  signal: AbortSignal | undefined,
  timeoutMs: number | undefined,
): AbortSignal | undefined {
  if (timeoutMs === undefined) return signal;
  // Not AbortSignal.timeout: one that is collected never fires, and `any` does not hold its sources.
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(new DOMException('took too long', 'TimeoutError')), timeoutMs);
  timer.unref();
  return signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
}

function reason(error: SubprocessError, stop: AbortSignal | undefined): string {
  if (stop?.aborted === true) {
    const timedOut = stop.reason instanceof Error && stop.reason.name === 'TimeoutError';
    return timedOut ? 'took too long and was stopped' : 'was stopped';
  }
  if (error.exitCode !== undefined) return `exit code ${error.exitCode}`;
  if (error.signalName !== undefined) return `killed by ${error.signalName}`;
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return 'no such command';
  return `could not be started (${cause instanceof Error ? cause.message : error.message})`;
}

function commandLine(command: string, args: readonly string[]): string {
  const line = [command, ...args].join(' ');
  return line.length > 300 ? `${line.slice(0, 300)}...` : line;
}

function tail(text: string): string {
  return text.trim().split('\n').slice(-20).join('\n').slice(-4000);
}
