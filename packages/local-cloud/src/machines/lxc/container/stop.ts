import { run } from '../../run.ts';
import type { CloudNames } from '../cloud-names.ts';
import { killCgroups } from '../host/cgroups.ts';
import type { Layout } from '../layout.ts';
import { monitorPid } from './monitor.ts';
import { waitUntil } from './wait-until.ts';

/** What systemd takes as the power button: SIGRTMIN+4, poweroff.target (systemd(1)). */
const powerOff = 38;

/** Stops a machine in order, and by force after the grace; resolves when nothing of it runs. */
export async function stopMachine(
  layout: Layout,
  names: CloudNames,
  id: string,
  graceSeconds: number,
): Promise<void> {
  const gone = (): boolean => monitorPid(layout, id) === undefined;
  if (!gone()) {
    const init = await initPid(layout, id);
    if (graceSeconds > 0 && signal(init, powerOff) && (await waitUntil(gone, graceSeconds * 1000))) return;
    signal(init, 'SIGKILL');
    if (await waitUntil(gone, 5000)) return;
  }
  // Nobody watches over it any more, or the watcher hangs: what is left is found by its cgroup.
  await killCgroups(`${names.cgroupPrefix}${id}.`);
  await waitUntil(gone, 5000);
}

/** The pid of a running machine's init, as the host sees it. */
export async function initPid(layout: Layout, id: string): Promise<number | undefined> {
  const { stdout } = await run('lxc-info', ['-P', layout.machines, '-n', id, '-pH'], {
    accept: [1],
    timeoutMs: 10_000,
  });
  const pid = Number(stdout.trim());
  return pid > 1 ? pid : undefined;
}

function signal(pid: number | undefined, name: NodeJS.Signals | number): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}
