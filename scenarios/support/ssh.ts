import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram } from './run-program.ts';

/** Where to log in, and with which key. */
export interface SshTarget {
  readonly address: string;
  readonly keyFile: string;
  /** `admin` unless told, as on Debian's own images. */
  readonly user?: string;
}

const DEADLINE_MS = 60_000;

/** Runs a command over the system's ssh, trying until the machine lets us in. */
export async function ssh({ address, keyFile, user = 'admin' }: SshTarget, command: string): Promise<string> {
  const options = [
    'BatchMode=yes',
    'ConnectTimeout=2',
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'IdentitiesOnly=yes',
    'LogLevel=ERROR',
  ].flatMap((option) => ['-o', option]);
  const args = [...options, '-F', '/dev/null', '-i', keyFile, `${user}@${address}`, command];
  for (const deadline = Date.now() + DEADLINE_MS; ; await sleep(200)) {
    try {
      return await runProgram('/usr/bin/ssh', args, {
        env: { PATH: '/usr/bin:/bin' },
        timeoutMs: DEADLINE_MS,
      });
    } catch (error) {
      // 255 is ssh's own failure: not up yet, or no key yet. Anything else is the command's.
      const refused =
        error instanceof Error && /\b(refused|timed out|denied|No route|reset|closed)\b/i.test(error.message);
      if (!refused || Date.now() > deadline) throw error;
    }
  }
}
