import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { MachineSpec, Machines } from '../../machines.ts';
import type { BaseDisks } from '../base-disk/base-disks.ts';
import type { CloudNames } from '../cloud-names.ts';
import type { DiskRef } from '../disks/disk-record.ts';
import type { DiskStore } from '../disks/disk-store.ts';
import { finishFreeze, freezeCopy, freezeJournal, freezeStopped } from '../disks/freeze.ts';
import { writeIdentity } from '../disks/identity.ts';
import { explainFullDisk } from '../host/full-disk.ts';
import { writeJson } from '../host/json-file.ts';
import type { Layout } from '../layout.ts';
import { createTurns } from '../turns.ts';
import type { Exits } from './exits.ts';
import { machineIds, readMachine, requireMachine, type MachineRecord } from './machine-record.ts';
import { monitorPid } from './monitor.ts';
import { whilePaused } from './pause.ts';
import { removeCgroups } from '../host/cgroups.ts';
import { removePort } from '../network/ports.ts';
import { startMachine } from './start.ts';
import { stopMachine } from './stop.ts';

/** What the machines of a cloud are made with. */
export interface FleetParts {
  readonly names: CloudNames;
  readonly layout: Layout;
  readonly bases: BaseDisks;
  readonly disks: DiskStore;
  readonly exits: Exits;
  readonly mtu: () => number;
  /** Prepares the volumes of a machine for its boot, and answers the rules for their devices. */
  readonly plugVolumes: (id: string) => Promise<readonly string[]>;
  /** Takes the volumes of a machine that is gone off the host. */
  readonly unplugVolumes: (id: string) => Promise<void>;
}

/** The machines of a cloud and the disks they lie on. */
export interface Fleet extends Pick<
  Machines,
  'create' | 'boot' | 'halt' | 'reboot' | 'destroy' | 'freeze' | 'deleteDisk'
> {
  /** Takes over what is `known`, destroys the rest, and tells which machines run. */
  open(known: ReadonlySet<string>): Promise<ReadonlySet<string>>;
  addresses(ids: ReadonlySet<string>): ReadonlySet<string>;
  findDisk(name: string): DiskRef | undefined;
  /** Stops every machine. */
  haltAll(): Promise<void>;
}

/** How long a machine may take to stop in order when the cloud closes or somebody reboots it. */
const closeGraceSeconds = 4;
const rebootGraceSeconds = 30;

/** Machines as a whole; one thing at a time is done to each. */
export function createFleet(parts: FleetParts): Fleet {
  const { names, layout, bases, disks, exits, mtu, plugVolumes, unplugVolumes } = parts;
  const inTurn = createTurns();
  /** A boot that was on its way when the cloud closes must not outlive it. */
  let closing = false;
  const isRunning = (id: string): boolean => monitorPid(layout, id) !== undefined;

  function findDisk(name: string): DiskRef | undefined {
    const disk = disks.find(name);
    if (disk !== undefined) return { kind: 'disk', number: disk.number };
    const root = bases.rootOf(name);
    return root === undefined ? undefined : { kind: 'base', root };
  }

  function requireDisk(name: string): DiskRef {
    const disk = findDisk(name);
    if (disk === undefined) throw new Error(`there is no disk "${name}": prepare or freeze it first`);
    return disk;
  }

  async function create(spec: MachineSpec): Promise<void> {
    if (existsSync(layout.machine(spec.id).directory)) return;
    const record: MachineRecord = { spec, on: requireDisk(spec.disk) };
    const nameServer = spec.network?.gateway ?? names.hostAddress;
    const draft = join(layout.machines, `.new-${spec.id}`);
    try {
      await rm(draft, { recursive: true, force: true });
      await mkdir(draft);
      await writeIdentity(join(draft, 'upper'), spec, nameServer, disks.layers(record.on));
      await writeJson(join(draft, 'machine.json'), record);
      await rename(draft, layout.machine(spec.id).directory);
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      throw error;
    }
  }

  async function boot(id: string): Promise<void> {
    const record = requireMachine(layout, id);
    if (closing) throw new Error(`machine ${id} is not booted: the cloud is closing`);
    if (!isRunning(id)) {
      const deviceRules = await plugVolumes(id);
      await startMachine({ layout, names, record, layers: disks.layers(record.on), mtu: mtu(), deviceRules });
    }
    exits.expectRunning(id);
  }

  async function stop(id: string, graceSeconds: number): Promise<void> {
    exits.expectEnd(id);
    await stopMachine(layout, names, id, graceSeconds);
  }

  async function destroy(id: string): Promise<void> {
    const { directory } = layout.machine(id);
    const record = readMachine(layout, id);
    await removeCgroups(`${names.cgroupPrefix}${id}.`);
    if (record !== undefined) await removePort(names, record.spec.address);
    await unplugVolumes(id);
    if (existsSync(directory)) {
      const gone = join(layout.machines, `.gone-${id}`);
      await rename(directory, gone);
      await rm(gone, { recursive: true, force: true });
    }
    await collect();
  }

  function collect(): Promise<void> {
    return inTurn('disks', () => {
      const records = machineIds(layout).map((id) => readMachine(layout, id));
      return disks.collect(records.flatMap((record) => (record === undefined ? [] : [record.on])));
    });
  }

  async function freeze(id: string, disk: string): Promise<{ readonly bytes: number }> {
    if (disks.find(disk) === undefined) {
      const facts = { layout, disks, record: requireMachine(layout, id), disk };
      if (isRunning(id)) await whilePaused(layout, id, () => freezeCopy(facts));
      else await freezeStopped(facts);
    }
    return { bytes: disks.find(disk)?.bytes ?? 0 };
  }

  return {
    async open(known) {
      closing = false;
      await mkdir(layout.machines, { recursive: true });
      for (const name of await readdir(layout.machines)) {
        if (name.startsWith('.')) await rm(join(layout.machines, name), { recursive: true, force: true });
      }
      const ids = machineIds(layout);
      const journals = ids.map((id) => freezeJournal(layout.machine(id)));
      await disks.open(new Set(journals.flatMap((journal) => journal?.number ?? [])));
      for (const id of ids) {
        const record = readMachine(layout, id);
        if (record !== undefined) await finishFreeze(layout, disks, record);
      }
      const strange = ids.filter((id) => !known.has(id) || readMachine(layout, id) === undefined);
      await Promise.all(
        strange.map(async (id) => {
          await stop(id, 0);
          await destroy(id);
        }),
      );
      await collect();
      const running = machineIds(layout).filter(isRunning);
      for (const id of running) exits.expectRunning(id);
      return new Set(running);
    },
    addresses(ids) {
      return new Set([...ids].flatMap((id) => readMachine(layout, id)?.spec.address ?? []));
    },
    findDisk,
    create: (spec) =>
      explainFullDisk(layout.dataDir, `create machine ${spec.id}`, () => inTurn(spec.id, () => create(spec))),
    boot: (id) => explainFullDisk(layout.dataDir, `boot machine ${id}`, () => inTurn(id, () => boot(id))),
    // Not in turn: an end by force must overtake one in order that takes its time.
    halt: (id, graceSeconds) => stop(id, graceSeconds),
    async reboot(id) {
      await inTurn(id, async () => {
        await stop(id, rebootGraceSeconds);
        await boot(id);
      });
    },
    async destroy(id) {
      await stop(id, 0);
      await inTurn(id, async () => {
        await stop(id, 0);
        await destroy(id);
      });
    },
    freeze: (id, disk) =>
      explainFullDisk(layout.dataDir, `freeze machine ${id}`, () => inTurn(id, () => freeze(id, disk))),
    async deleteDisk(name) {
      await disks.delete(name);
      await collect();
    },
    async haltAll() {
      closing = true;
      if (!existsSync(layout.machines)) return;
      await Promise.all(
        machineIds(layout).map(async (id) => {
          await stop(id, closeGraceSeconds);
          await inTurn(id, () => stop(id, closeGraceSeconds));
        }),
      );
    },
  };
}
