import { existsSync } from 'node:fs';
import { type DeviceOwner, setAccess } from './device-access.ts';
import { deviceNames } from './device-names.ts';
import { removeNode } from './device-nodes.ts';
import { endLoop, type LoopDevice, loopOf, waitForEnd, whileUnmounted } from './loop-devices.ts';
import { readVolumes, writeDeviceList, writeVolumes } from './machine-volumes.ts';
import { mountsOf } from './mounts.ts';
import { tearOut } from './tear-out.ts';
import { copyVolumeFile } from './volume-files.ts';

/** What is to be taken out of which machine. */
export interface TakeOut {
  readonly owner: DeviceOwner;
  readonly volume: string;
  /** Pid of the machine's init, if it runs. */
  readonly init: number | undefined;
}

/** How long something that has been let go of may take to be gone. */
const patienceMs = 200;
const forcePatienceMs = 2000;

/** Takes a volume out of a machine; `busy` when it is mounted, or a process in the machine has it open. */
export async function takeOut(what: TakeOut): Promise<'detached' | 'busy'> {
  const loop = await loopOf(what.owner.layout.blocks(what.volume));
  if (loop === undefined) {
    await forget(what);
    return 'detached';
  }
  const free =
    loop.ending ||
    (await whileUnmounted(loop, async () => {
      await removeDevice(what, loop);
      await endLoop(loop);
    }));
  return free && (await waitForEnd(loop, patienceMs)) ? 'detached' : 'busy';
}

/** Takes it out whatever the machine does with it: it sees I/O errors, and what it had not written is lost. */
export async function takeOutByForce(what: TakeOut): Promise<void> {
  const { owner, volume, init } = what;
  const loop = await loopOf(owner.layout.blocks(volume));
  if (loop === undefined) return forget(what);
  for (const mount of init === undefined ? [] : await mountsOf(init, loop)) await tearOut(init ?? 0, mount);
  await removeDevice(what, loop);
  await endLoop(loop);
  if (await waitForEnd(loop, forcePatienceMs)) return;
  // Somebody in the machine holds on to it: what is written there from now on must not reach the volume.
  await copyVolumeFile(owner.layout, volume, volume);
}

async function removeDevice(what: TakeOut, loop: LoopDevice): Promise<void> {
  const { owner, volume, init } = what;
  if (init !== undefined) {
    const device = readVolumes(owner.layout, owner.machine)[volume];
    if (device !== undefined) await removeNode(init, deviceNames(device));
    await setAccess(owner, 'deny', loop);
  }
  await forget(what);
}

/** The machine does not get it at its next boot. */
async function forget({ owner: { layout, machine }, volume }: TakeOut): Promise<void> {
  const { [volume]: device, ...others } = readVolumes(layout, machine);
  if (device === undefined || !existsSync(layout.machine(machine).directory)) return;
  await writeVolumes(layout, machine, others);
  await writeDeviceList(layout, machine);
}
