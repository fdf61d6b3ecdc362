import type {
  ClusterAction,
  ObservedMember,
  ObservedMemberInstance,
  ObservedVolume,
  ReleaseId,
} from '@imago/engine';

/** How long things take, and what becomes of instances; in whole seconds. */
export interface Luck {
  /** From running with its volume until healthy, by release; undefined: never. */
  readonly boot: Readonly<Record<string, number | undefined>>;
  readonly stop: number;
  readonly detach: number;
  /** Cannot be launched, such as where its image is gone. */
  readonly refuses?: ReleaseId;
  /** A member answers without the others. */
  readonly alone?: boolean;
  /** Snapshots are never complete. */
  readonly slowSnapshots?: boolean;
  /** A person said that volumes go. */
  readonly mayDelete?: boolean;
  /** Orders that come to nothing. */
  readonly deafTo?: ClusterAction['kind'];
}

/** An instance. */
export interface Machine {
  readonly id: string;
  readonly release: ReleaseId;
  readonly attempt: string;
  readonly launchedAt: number;
  state: ObservedMemberInstance['state'];
  /** When it comes to its next state. */
  changesAt: number;
  sick: boolean;
}

/** A data volume. */
export interface Volume {
  readonly id: string;
  holder: string | undefined;
  state: 'available' | 'attaching' | 'attached' | 'detaching';
  changesAt: number;
  formatted: boolean;
  readonly snapshot?: string;
  readonly restoredBy?: number;
  replacedBy?: number;
  /** Nobody has made one in its place yet. */
  gone?: boolean;
  /** Since when it is with the machine that holds it. */
  since: number;
}

/** A member with what it has. */
export interface Member {
  readonly name: string;
  prepared: boolean;
  volume: Volume;
  /** Volumes that were the member's once. */
  aside: Volume[];
  machines: Machine[];
  upSince: number | undefined;
}

/** A member as EC2 tells it. */
export function memberSeen(
  { name, prepared, volume, aside, machines }: Member,
  index: number,
  dateOf: (second: number) => Date,
): ObservedMember {
  const holds = machines.find((machine) => machine.state !== 'terminated');
  const free = { id: `eni-${index + 1}`, address: `10.0.0.${index + 4}`, zone: 'a' };
  return {
    name,
    ordinal: index + 1,
    ...(prepared ? { networkInterface: holds === undefined ? free : { ...free, instanceId: holds.id } } : {}),
    volumes: prepared && volume.gone !== true ? [volumeSeen(volume)] : [],
    replaced: aside.map(volumeSeen),
    instances: machines.map((machine) => ({
      id: machine.id,
      release: machine.release,
      state: machine.state,
      launchedAt: dateOf(machine.launchedAt),
    })),
  };
}

function volumeSeen({
  id,
  holder,
  state,
  formatted,
  snapshot,
  restoredBy,
  replacedBy,
}: Volume): ObservedVolume {
  const attachment =
    holder === undefined || state === 'available'
      ? {}
      : { attachment: { instanceId: holder, device: '/dev/xvdf', state } };
  return {
    name: 'data',
    id,
    zone: 'a',
    state: holder === undefined ? 'available' : 'in-use',
    formatted,
    ...attachment,
    ...(snapshot === undefined ? {} : { fromSnapshot: snapshot }),
    ...(restoredBy === undefined ? {} : { restoredBy }),
    ...(replacedBy === undefined ? {} : { replacedBy }),
  };
}
