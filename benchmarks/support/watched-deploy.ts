import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** What a rollout took, and what of it was the process's own work. */
export interface WatchedDeploy {
  /** Of the whole command. */
  readonly seconds: number;
  /** From `rollout-started` to `rollout-ended`. */
  readonly rolloutSeconds: number;
  /** Processor time in between, of all threads: decisions, journal, requests that are sampled. */
  readonly ownSeconds: number;
}

/** A clock tick of Linux, in which /proc counts: 10 ms. */
const ticksPerSecond = 100;

/** Runs a deploy with `--json`, and reads its processor time when its rollout starts and ends. */
export async function watchDeploy(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<WatchedDeploy> {
  const begun = performance.now();
  const child = spawn(command, [...args, '--json'], { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const times = new Map<string, { readonly at: number; readonly own: number }>();
  for await (const line of createInterface({ input: child.stdout })) {
    const { event } = JSON.parse(line) as { event?: { code: string } };
    if (event?.code !== 'rollout-started' && event?.code !== 'rollout-ended') continue;
    times.set(event.code, { at: performance.now(), own: processorSeconds(child.pid ?? 0) });
  }
  const status = await ended;
  const [start, end] = [times.get('rollout-started'), times.get('rollout-ended')];
  if (status !== 0 || start === undefined || end === undefined)
    throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
  return {
    seconds: (performance.now() - begun) / 1000,
    rolloutSeconds: (end.at - start.at) / 1000,
    ownSeconds: end.own - start.own,
  };
}

/** User and system time of a process. Its name, which is in brackets, may have spaces in it. */
function processorSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
