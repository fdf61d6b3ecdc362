import { run } from '../../run.ts';
import type { CloudNames } from '../cloud-names.ts';
import { killCgroups } from '../host/cgroups.ts';
import type { Layout } from '../layout.ts';
import { monitorPid } from './monitor.ts';
import { waitUntil } from './wait-until.ts';

/** What systemd takes as the power button: SIGRTMIN+4, poweroff.target (systemd(1)). */
const powerOff = 38;

/** Milliseconds between two presses of the power button. */
const pressAgain = 3000;

/** Stops a machine in order, and by force after the grace; resolves when nothing of it runs. */
export async function stopMachine(
  layout: Layout,
  names: CloudNames,
  id: string,
  graceSeconds: number,
): Promise<void> {
  const gone = (): boolean => monitorPid(layout, id) === undefined;
  if (!gone()) {
    if (await powerDown(layout, id, graceSeconds, gone)) return;
    signal(await initPid(layout, id), 'SIGKILL');
    if (await waitUntil(gone, 5000)) return;
  }
  // Nobody watches over it any more, or the watcher hangs: what is left is found by its cgroup.
  await killCgroups(`${names.cgroupPrefix}${id}.`);
  await waitUntil(gone, 5000);
}

/**
 * Presses the power button, and again every few seconds: a machine that is restarting at the moment loses the first
 * press with the init that got it. Answers whether the machine is gone within the grace.
 */
async function powerDown(
  layout: Layout,
  id: string,
  graceSeconds: number,
  gone: () => boolean,
): Promise<boolean> {
  const over = Date.now() + graceSeconds * 1000;
  for (let left = graceSeconds * 1000; left > 0; left = over - Date.now()) {
    if (!signal(await initPid(layout, id), powerOff) && !gone()) await waitUntil(gone, Math.min(left, 100));
    else if (await waitUntil(gone, Math.min(left, pressAgain))) return true;
  }
  return gone();
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
