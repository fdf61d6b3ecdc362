import { readFileSync } from 'node:fs';
import type { Layout } from '../layout.ts';

/**
 * The process of LXC that watches over a machine lives exactly as long as the machine does, through its reboots
 * too. Gives its pid while it lives. Its command line names the machine, so a pid that was used again is not
 * mistaken for it; its cgroup would not do, which it leaves before its last deed, removing its pid file.
 */
export function monitorPid(layout: Layout, id: string): number | undefined {
  try {
    const pid = Number(readFileSync(layout.machine(id).monitorPid, 'utf8'));
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/);
    return words.includes(layout.machines) && words.includes(id) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** How the machine's last life ended, from LXC's log: its init asked for the end, or died. */
export function exitKind(log: string): 'shutdown' | 'crash' {
  const ends = [...log.matchAll(/Child <\d+> ended on signal (\w+)/g)];
  // The kernel ends the init of a PID name space by SIGINT when it calls reboot(2) to halt or power off.
  return ends.at(-1)?.[1] === 'Interrupt' ? 'shutdown' : 'crash';
}
