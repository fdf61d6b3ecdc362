import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { CheckContext, CheckRequest, CheckSample } from '@imago/engine';
import type { CheckTools } from './create-check-sampler.ts';
import { endWords, OutputTail } from './last-lines.ts';
import { variablesOf } from './variables.ts';

/** How long a group may take to end by itself before it is killed. */
const grace = 2000;
/** A shell that is just starting a program may lose what it is told: nothing is asked to end earlier than that. */
const untilAsked = 500;
/** How long output may follow the end, from what was left in the background. */
const afterEnd = 200;

/** How a command ended, and the end of what it wrote. */
export interface CommandEnd {
  /** 128 + n when signal n ended it. */
  readonly exitCode: number;
  readonly stdout: OutputTail;
  /** Both streams, as they came. */
  readonly output: OutputTail;
}

/** Runs a check's command here, with what it may need to know in its environment. */
export function runHere(
  run: string,
  request: CheckRequest,
  context: CheckContext,
  tools: Pick<CheckTools, 'directory' | 'env'>,
  signal: AbortSignal,
): Promise<CommandEnd> {
  return runCommand(run, variablesOf(request, context), tools, signal);
}

/**
 * Runs a command with this machine's shell in the project's folder; its whole process group ends with the signal, and
 * is asked to by SIGTERM, with all the time that it wants, when `asked` is given.
 */
export function runCommand(
  run: string,
  variables: Readonly<Record<string, string>>,
  { directory, env }: Pick<CheckTools, 'directory' | 'env'>,
  signal: AbortSignal,
  asked?: AbortSignal,
): Promise<CommandEnd> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    // A group of its own: a Ctrl-C in the terminal is the rollout's to handle.
    const child = spawn('/bin/sh', ['-c', run], {
      cwd: directory,
      env: { ...env, ...variables },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, output] = [new OutputTail(), new OutputTail()];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout.add(text);
      output.add(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => output.add(text));
    let killer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      endGroup(child.pid, 'SIGTERM');
      killer = setTimeout(() => endGroup(child.pid, 'SIGKILL'), grace);
    };
    const begun = performance.now();
    let asking: NodeJS.Timeout | undefined;
    const ask = (): void => {
      const wait = Math.max(0, untilAsked - (performance.now() - begun));
      asking = setTimeout(() => endGroup(child.pid, 'SIGTERM'), wait);
    };
    signal.addEventListener('abort', stop, { once: true });
    if (asked?.aborted === true) ask();
    else asked?.addEventListener('abort', ask, { once: true });
    const settle = (): void => {
      signal.removeEventListener('abort', stop);
      asked?.removeEventListener('abort', ask);
      clearTimeout(asking);
    };
    child.once('error', (error) => {
      settle();
      reject(new Error(`the command could not be started: ${error.message}`, { cause: error }));
    });
    child.once('exit', (code, signalName) => {
      settle();
      const exitCode = code ?? 128 + (signalName === null ? 0 : constants.signals[signalName]);
      // The shell obeyed; what it left in the group may not have.
      if (killer !== undefined || asked?.aborted === true) {
        clearTimeout(killer);
        endGroup(child.pid, 'SIGKILL');
      }
      const end = (): void => {
        clearTimeout(wait);
        child.stdout.destroy();
        child.stderr.destroy();
        resolve({ exitCode, stdout, output });
      };
      const wait = setTimeout(end, afterEnd);
      child.once('close', end);
    });
  });
}

/** Status 0 is a success. */
export const commandSample = ({ exitCode, output }: CommandEnd): CheckSample => ({
  ok: exitCode === 0,
  detail: endWords('the command', exitCode, output),
});

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left.
  }
}
