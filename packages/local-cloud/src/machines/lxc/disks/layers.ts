import type { DiskRecord, DiskRef } from './disk-record.ts';

/** How deep a machine's root may be stacked; the kernel takes 500 layers, but every one costs a look-up. */
const maxLayers = 120;

/** Of the page (4,096 bytes) that mount(2) takes for options, what is left for the layers' paths. */
const maxOptionBytes = 3600;

/** The roots below `on`, the top one first, as overlay's `lowerdir` wants them. */
export function layersOf(
  on: DiskRef,
  disks: ReadonlyMap<number, DiskRecord>,
  rootOf: (number: number) => string,
): readonly string[] {
  const layers: string[] = [];
  let next: DiskRef | null = on;
  while (next !== null) {
    if (next.kind === 'base') return [...layers, next.root];
    const disk = disks.get(next.number);
    if (disk === undefined)
      throw new Error(`disk ${next.number} is gone, with ${layers.length} layers on it`);
    layers.push(rootOf(disk.number));
    next = disk.on;
  }
  return layers;
}

/** True when a machine could not be started with these layers below its own. */
export function tooDeep(layers: readonly string[]): boolean {
  return layers.length > maxLayers || Buffer.byteLength(layers.join(':')) > maxOptionBytes;
}

/** Disks that are deleted and carry nothing any more, in an order in which they can be removed. */
export function unusedDisks(
  disks: ReadonlyMap<number, DiskRecord>,
  machinesOn: Iterable<DiskRef>,
): readonly number[] {
  const used = new Set<number>();
  const use = (on: DiskRef | null | undefined): void => {
    while (on?.kind === 'disk' && !used.has(on.number)) {
      used.add(on.number);
      on = disks.get(on.number)?.on;
    }
  };
  for (const disk of disks.values()) if (!disk.deleted) use({ kind: 'disk', number: disk.number });
  for (const on of machinesOn) use(on);
  // A disk is always younger than what it lies on.
  return [...disks.keys()].filter((number) => !used.has(number)).sort((a, b) => b - a);
}
