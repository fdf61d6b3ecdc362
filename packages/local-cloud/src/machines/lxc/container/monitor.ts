import { readFileSync } from 'node:fs';
import type { CloudNames } from '../cloud-names.ts';
import type { Layout } from '../layout.ts';

/**
 * The process of LXC that watches over a machine lives exactly as long as the machine does, through its reboots
 * too. Gives its pid while it lives. A pid that was used again is told by its cgroup.
 */
export function monitorPid(layout: Layout, names: CloudNames, id: string): number | undefined {
  try {
    const pid = Number(readFileSync(layout.machine(id).monitorPid, 'utf8'));
    const cgroups = readFileSync(`/proc/${pid}/cgroup`, 'utf8');
    return cgroups.includes(`/${names.cgroupPrefix}${id}.monitor`) ? pid : undefined;
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
