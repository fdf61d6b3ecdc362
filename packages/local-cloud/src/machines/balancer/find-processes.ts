import { readdirSync, readFileSync } from 'node:fs';

/** The processes of HAProxy, masters and workers, whose configuration's path starts with `prefix`. */
export function findProcesses(prefix: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => serves(pid, prefix));
}

/** True while the process is HAProxy and its command line names a configuration that starts with `prefix`. */
export function serves(pid: number, prefix: string): boolean {
  const [command = '', ...args] = commandLine(pid);
  const config = args[args.indexOf('-f') + 1] ?? '';
  return command.endsWith('haproxy') && args.includes('-f') && config.startsWith(prefix);
}

function commandLine(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    // It ended in the meantime.
    return [];
  }
}
