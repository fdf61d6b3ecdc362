import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root: string = fileURLToPath(new URL('../..', import.meta.url));
const command = fileURLToPath(new URL('../../packages/cli/bin/imago.js', import.meta.url));

export interface Result {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Sent to the process after so many milliseconds. */
  readonly interrupt?: { readonly signal: NodeJS.Signals; readonly afterMs: number };
  /** Told how to kill the process, with SIGKILL, once it runs. */
  readonly onStart?: (kill: () => void) => void;
  /** Told each line of stdout as it comes: with `--json`, an event. */
  readonly onLine?: (line: string) => void;
  /** The command to run instead of the built one in place. */
  readonly command?: string;
  /** Run as this user and group id instead of root. */
  readonly uid?: number;
}

/** Runs the built command as a user does and answers what they see. */
export async function runImago(args: readonly string[], options: RunOptions = {}): Promise<Result> {
  const identity = options.uid === undefined ? {} : { uid: options.uid, gid: options.uid };
  const child = spawn(process.execPath, [options.command ?? command, ...args], {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...identity,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const { interrupt, onStart, onLine } = options;
  if (onLine !== undefined) createInterface({ input: child.stdout }).on('line', onLine);
  onStart?.(() => child.kill('SIGKILL'));
  const timer = interrupt && setTimeout(() => child.kill(interrupt.signal), interrupt.afterMs);
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (...result) => resolve(result));
  });
  clearTimeout(timer);
  return { status: code ?? (signal === null ? 1 : 128), stdout, stderr };
}
