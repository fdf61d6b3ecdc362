import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { machineIds } from '../container/machine-record.ts';
import { readJson, writeJson } from '../host/json-file.ts';
import type { Layout } from '../layout.ts';
import { deviceNames } from './device-names.ts';
import { bindLoop, loopOf, type LoopDevice } from './loop-devices.ts';

/** The volumes of a machine: volume id to the device name that it was attached under. */
export type MachineVolumes = Readonly<Record<string, string>>;

/** Reads which volumes a machine has. */
export function readVolumes(layout: Layout, machine: string): MachineVolumes {
  return readJson<MachineVolumes>(layout.machine(machine).volumes) ?? {};
}

/** Keeps which volumes a machine has: that is what it gets at its next boot. */
export async function writeVolumes(layout: Layout, machine: string, volumes: MachineVolumes): Promise<void> {
  await writeJson(layout.machine(machine).volumes, volumes);
}

/** The machine that has a volume. */
export function holderOf(layout: Layout, volume: string): string | undefined {
  if (!existsSync(layout.machines)) return undefined;
  return machineIds(layout).find((id) => Object.hasOwn(readVolumes(layout, id), volume));
}

/** Puts a loop device before each volume of a machine, tells LXC's script of them, and answers them. */
export async function bindVolumes(layout: Layout, machine: string): Promise<readonly LoopDevice[]> {
  const loops: LoopDevice[] = [];
  for (const volume of Object.keys(readVolumes(layout, machine))) {
    loops.push(await bindLoop(layout.blocks(volume)));
  }
  await writeDeviceList(layout, machine);
  return loops;
}

/**
 * Writes the list that LXC's script reads at each start of the machine's init, a line for each device: its name, major
 * and minor number, and its other name. What has no loop device is left out.
 */
export async function writeDeviceList(layout: Layout, machine: string): Promise<void> {
  const lines: string[] = [];
  for (const [volume, device] of Object.entries(readVolumes(layout, machine))) {
    const loop = await loopOf(layout.blocks(volume));
    const { node, link = '' } = deviceNames(device);
    if (loop) lines.push(`${node} ${loop.major} ${loop.minor} ${link}\n`);
  }
  await writeFile(layout.machine(machine).devices, lines.join(''));
}

/**
 * Writes the script that LXC runs on the host whenever a machine's init is about to start, after a restart from inside
 * too, which empties the machine's `/dev` and forgets what devices it was allowed.
 */
export async function writeVolumeScript(layout: Layout): Promise<void> {
  const script = `#!/bin/sh
set -eu
list=$(dirname "$LXC_CONFIG_FILE")/devices
test -s "$list" || exit 0
while read -r name major minor link; do
  for cgroup in /sys/fs/cgroup/devices/*."$LXC_NAME".machine; do
    if test -d "$cgroup"; then echo "b $major:$minor rwm" >"$cgroup/devices.allow"; fi
  done
  dev=/proc/$LXC_PID/root/dev
  rm -f "$dev/$name"
  mknod -m 660 "$dev/$name" b "$major" "$minor"
  chgrp 6 "$dev/$name"
  if test -n "$link"; then ln -sfn "$name" "$dev/$link"; fi
done <"$list"
`;
  await writeFile(layout.volumeScript, script, { mode: 0o755 });
}
