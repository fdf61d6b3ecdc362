import { spawnSync } from 'node:child_process';
import { ImagoError } from '@imago/engine';
import { missingPackages, requiredPackages } from '@imago/local-cloud';
import type { DoctorFlags } from '../commands/doctor.ts';
import { type CliContext, printResult } from '../context.ts';

/** `imago doctor`: exit status 1 when something is missing and `--fix` was not given. */
export async function doctor(this: CliContext, flags: DoctorFlags): Promise<void> {
  const root = process.getuid?.() === 0;
  let missing = await missingPackages();
  if (missing.length > 0 && flags.fix) {
    if (!root) {
      throw new ImagoError({
        code: 'not-root',
        source: 'user',
        message: `installing ${missing.join(' ')} needs root`,
        fix: 'run `sudo imago doctor --fix`',
      });
    }
    aptGet('update', '-qq');
    aptGet('install', '-y', '-qq', '--no-install-recommends', ...missing);
    missing = await missingPackages();
  }
  const text = [
    root ? 'ok       root' : 'missing  root: the local cloud makes namespaces, mounts and bridges',
    ...requiredPackages.map((name) => `${missing.includes(name) ? 'missing' : 'ok     '}  ${name}`),
    ...(missing.length > 0 ? ['', 'install what is missing: imago doctor --fix'] : []),
  ];
  const ready = root && missing.length === 0;
  printResult(this, text.join('\n'), { ready, root, missing });
  if (!ready) this.process.exitCode = 1;
}

function aptGet(...args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env });
  if (status === 0) return;
  throw new ImagoError({
    code: 'apt-failed',
    source: 'cloud',
    message: `apt-get ${args[0]} ended with status ${status}`,
    fix: 'see its output above',
  });
}
