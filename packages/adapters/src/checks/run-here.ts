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
  return runCommand(run, variablesOf(request, context), tools, { signal });
}

/** How a command ends that does not end by itself. */
export interface CommandEnds {
  /** Its whole process group ends. */
  readonly signal: AbortSignal;
  /** It is asked to by SIGTERM, with all the time that it wants. */
  readonly asked?: AbortSignal | undefined;
  /** Nothing of it is left once its shell has ended, or this process, however that ends. */
  readonly tied?: true;
}

/** Ends the process group when whoever holds the other end of descriptor 3 is gone; no child of the shell, for its `wait`. */
export const tether = '( { cat <&3; kill -TERM 0; } >/dev/null 2>&1 & )\nexec 3<&-\n';

/** Runs a command with this machine's shell in the project's folder. */
export function runCommand(
  run: string,
  variables: Readonly<Record<string, string>>,
  { directory, env }: Pick<CheckTools, 'directory' | 'env'>,
  { signal, asked, tied }: CommandEnds,
): Promise<CommandEnd> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    // A group of its own: a Ctrl-C in the terminal is the rollout's to handle.
    const child = spawn('/bin/sh', ['-c', tied === true ? `${tether}${run}` : run], {
      cwd: directory,
      env: { ...env, ...variables },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', tied === true ? 'pipe' : 'ignore'],
    });
    const [stdout, output] = [new OutputTail(), new OutputTail()];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout.add(text);
      output.add(text);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => output.add(text));
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
      if (killer !== undefined || tied === true) {
        clearTimeout(killer);
        endGroup(child.pid, 'SIGKILL');
      }
      const end = (): void => {
        clearTimeout(wait);
        for (const stream of child.stdio) stream?.destroy();
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
