import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { run } from '../../run.ts';
import type { Volumes } from '../../volumes.ts';
import type { CloudNames } from '../cloud-names.ts';
import { requireMachine } from '../container/machine-record.ts';
import { monitorPid } from '../container/monitor.ts';
import { initPid } from '../container/stop.ts';
import { explainFullDisk } from '../host/full-disk.ts';
import type { Layout } from '../layout.ts';
import { createTurns } from '../turns.ts';
import { type DeviceOwner, setAccess } from './device-access.ts';
import { deviceNames } from './device-names.ts';
import { makeNode } from './device-nodes.ts';
import { letGoOfLeftovers } from './hold-still.ts';
import { bindLoop, endLoop, type LoopDevice, loopDevices, loopOf, waitForEnd } from './loop-devices.ts';
import {
  bindVolumes,
  holderOf,
  readVolumes,
  writeDeviceList,
  writeVolumes,
  writeVolumeScript,
} from './machine-volumes.ts';
import { takeSnapshots } from './take-snapshots.ts';
import { takeOut, takeOutByForce } from './take-out.ts';
import { createVolumeFile, growVolumeFile, openVolumeFiles } from './volume-files.ts';

/** Volumes as sparse files behind loop devices, and what the machines' own life asks of them. */
export interface LxcVolumes extends Volumes {
  /** Makes the host ready, before any machine is looked at. */
  open(): Promise<void>;
  /** Takes the devices of volumes off the host that none of these machines has. */
  sweep(running: ReadonlySet<string>): Promise<void>;
  /** Prepares a machine's volumes for its boot, and answers the rules for their devices. */
  plug(machine: string): Promise<readonly string[]>;
  /** Takes the volumes of a machine that runs no more off the host. */
  unplug(machine: string): Promise<void>;
}

/** What volumes are made with. */
export interface VolumeParts {
  readonly names: CloudNames;
  readonly layout: Layout;
  readonly log: (event: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** How long a device may be held by a machine that has just ended. */
const patienceMs = 10_000;

/** Opens nothing yet: see `open`. */
export function createLxcVolumes({ names, layout, log }: VolumeParts): LxcVolumes {
  const inTurn = createTurns();
  const ownerOf = (machine: string): DeviceOwner => ({
    layout,
    machine,
    cgroup: `${names.cgroupPrefix}${machine}.machine`,
  });
  const initOf = async (machine: string): Promise<number | undefined> =>
    monitorPid(layout, machine) === undefined ? undefined : initPid(layout, machine);

  async function attach(volume: string, machine: string, device: string): Promise<void> {
    requireMachine(layout, machine);
    const holder = holderOf(layout, volume);
    if (holder !== undefined && holder !== machine) {
      throw new Error(`volume ${volume} is not attached to ${machine}: ${holder} has it`);
    }
    const loop = await bindLoop(layout.blocks(volume));
    await writeVolumes(layout, machine, { ...readVolumes(layout, machine), [volume]: device });
    await writeDeviceList(layout, machine);
    const init = await initOf(machine);
    if (init === undefined) return;
    await setAccess(ownerOf(machine), 'allow', loop);
    await makeNode(init, deviceNames(device), loop);
  }

  /** Releases the loop devices of our files for which it holds. */
  async function release(which: (loop: LoopDevice) => boolean): Promise<void> {
    const ours = (await loopDevices()).filter(({ file }) => file.startsWith(`${layout.volumes}/`));
    await Promise.all(
      ours.filter(which).map(async (loop) => {
        if (!loop.ending) await endLoop(loop);
        if (await waitForEnd(loop, patienceMs)) return;
        log('a process on the host holds a volume open', { device: loop.path, file: loop.file });
      }),
    );
  }

  /** Nothing else is done to these volumes meanwhile; always in the same order, or two would wait for each other. */
  const inTurns = ([first, ...others]: readonly string[], work: () => Promise<void>): Promise<void> =>
    first === undefined ? work() : inTurn(first, () => inTurns(others, work));

  const filesOf = (machine: string): readonly string[] =>
    Object.keys(readVolumes(layout, machine)).map((volume) => layout.blocks(volume));

  return {
    async open() {
      await openVolumeFiles(layout);
      await letGoOfLeftovers(layout);
      await writeVolumeScript(layout);
    },
    async sweep(running) {
      const kept = new Set([...running].flatMap(filesOf));
      await release(({ file }) => !kept.has(file));
    },
    plug: (machine) =>
      inTurn(machine, async () => {
        const loops = await bindVolumes(layout, machine);
        return loops.map(({ major, minor }) => `b ${major}:${minor} rwm`);
      }),
    unplug: (machine) =>
      inTurn(machine, async () => {
        const files = filesOf(machine);
        if (files.length > 0) await release(({ file }) => files.includes(file));
      }),
    create: (volume) =>
      explainFullDisk(layout.dataDir, `make volume ${volume.id}`, () =>
        inTurn(volume.id, () => createVolumeFile(layout, volume)),
      ),
    grow: (id, sizeGiB) =>
      inTurn(id, async () => {
        await growVolumeFile(layout, id, sizeGiB);
        const loop = await loopOf(layout.blocks(id));
        if (loop) await run('losetup', ['--set-capacity', loop.path]);
      }),
    delete: (id) =>
      inTurn(id, async () => {
        const holder = holderOf(layout, id);
        if (holder !== undefined) throw new Error(`volume ${id} is not deleted: ${holder} has it`);
        await release(({ file }) => file === layout.blocks(id));
        await rm(layout.blocks(id), { force: true });
      }),
    attach: ({ volume, machine, device }) =>
      inTurn(volume, () => inTurn(machine, () => attach(volume, machine, device))),
    detach: ({ volume, machine, force }) =>
      inTurn(volume, () =>
        inTurn(machine, async () => {
          const what = { owner: ownerOf(machine), volume, init: await initOf(machine) };
          const result = await takeOut(what);
          if (result === 'detached' || !force) return result;
          await explainFullDisk(layout.dataDir, `tear out volume ${volume}`, () => takeOutByForce(what));
          return 'detached';
        }),
      ),
    snapshot: (copies) =>
      explainFullDisk(layout.dataDir, 'take a snapshot', () =>
        inTurn('snapshots', () => {
          const volumes = copies.map(({ volume }) => volume).toSorted();
          return inTurns(volumes, () => takeSnapshots(layout, copies, initOf));
        }),
      ),
    hasSnapshot: (name) => existsSync(layout.blocks(name)),
    deleteSnapshot: (name) => rm(layout.blocks(name), { force: true }),
  };
}
