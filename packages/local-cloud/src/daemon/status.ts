import type { LocalCloud, Tables } from '../cloud.ts';
import type { InstanceState } from '../store/records/ec2.ts';
import { describeFault, describeScope, type Fault } from '../faults/fault.ts';
import type { BaseImage } from './base-image.ts';

/** What `GET /_imago/status` answers. */
export interface Status {
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly machines: { readonly running: number; readonly booting: number; readonly stopped: number };
  readonly baseImage: BaseImage;
  /** Actions with faults, and what these do; left out while none is on. */
  readonly faults?: Readonly<Record<string, string>>;
  /** Records per table, those that are empty left out. */
  readonly resources: Readonly<Partial<Record<keyof Tables, number>>>;
}

/** Looks the cloud over. */
export function describeStatus(
  cloud: LocalCloud,
  facts: {
    readonly version: string;
    readonly startedAt: Date;
    readonly baseImage: BaseImage;
    readonly faults: readonly Fault[];
  },
): Status {
  const states = [...cloud.tables.instances.values()].map(({ state }) => state);
  const count = (...wanted: readonly InstanceState[]): number =>
    states.filter((state) => wanted.includes(state)).length;
  const resources = Object.entries(cloud.tables).map(([name, table]): [string, number] => [name, table.size]);
  return {
    version: facts.version,
    uptimeSeconds: Math.round((cloud.now().getTime() - facts.startedAt.getTime()) / 1000),
    machines: { running: count('running'), booting: count('pending'), stopped: count('stopped') },
    baseImage: facts.baseImage,
    ...(facts.faults.length > 0 && { faults: describeFaults(facts.faults) }),
    resources: Object.fromEntries(resources.filter(([, size]) => size > 0)),
  };
}

function describeFaults(faults: readonly Fault[]): Readonly<Record<string, string>> {
  return Object.fromEntries(faults.map((fault) => [describeScope(fault), describeFault(fault.options)]));
}
