import { readdirSync } from 'node:fs';
import type { MachineSpec } from '../../machines.ts';
import { readJson } from '../host/json-file.ts';
import type { Layout } from '../layout.ts';
import type { DiskRef } from '../disks/disk-record.ts';

/** What is kept of a machine beside its files. */
export interface MachineRecord {
  readonly spec: MachineSpec;
  /** What its upper layer lies on. */
  readonly on: DiskRef;
}

/** Reads the record of a machine; undefined when there is no such machine. */
export function readMachine(layout: Layout, id: string): MachineRecord | undefined {
  return readJson<MachineRecord>(layout.machine(id).record);
}

/** Reads the record of a machine that must exist. */
export function requireMachine(layout: Layout, id: string): MachineRecord {
  const record = readMachine(layout, id);
  if (record === undefined) throw new Error(`there is no machine "${id}"`);
  return record;
}

/** The ids of all machines that have files, whether whole or half-made. */
export function machineIds(layout: Layout): readonly string[] {
  return readdirSync(layout.machines).filter((name) => !name.startsWith('.'));
}
