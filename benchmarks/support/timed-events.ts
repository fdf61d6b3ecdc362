import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** An event of a run, and how many seconds after its start it was told. */
export interface TimedEvent {
  readonly seconds: number;
  readonly code: string;
  readonly [field: string]: unknown;
}

/** Runs a command with `--json` to its end and answers its events with their times. */
export async function timedEvents(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<readonly TimedEvent[]> {
  const begun = performance.now();
  const child = spawn(command, [...args, '--json'], { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const events: TimedEvent[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const { event } = JSON.parse(line) as { readonly event?: { readonly code: string } };
    if (event !== undefined) events.push({ ...event, seconds: (performance.now() - begun) / 1000 });
  }
  const status = await ended;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
  return events;
}
