import type { ObservedCluster, ObservedMember, ObservedMemberInstance, ObservedVolume } from '@imago/engine';
import type { Disk, Machine, Seat } from './model.ts';
import type { ClusterWorld } from './world.ts';

/** What EC2's calls would tell at one moment. */
export interface ClusterView {
  readonly at: number;
  /** In the order of the seats; undefined where nothing is. */
  readonly members: readonly (ObservedMember | undefined)[];
  readonly standing: Pick<ObservedCluster, 'securityGroup' | 'templates'>;
  readonly snapshots: ObservedCluster['snapshots'];
}

/** The last seconds of a world, for reads that answer what was. */
export interface MemoryOfClusters {
  /** To be called after each change. */
  changed(): void;
  /** What was to be seen so many milliseconds ago. */
  ago(age: number): ClusterView;
}

/** Begins to remember. */
export function rememberCluster(world: ClusterWorld): MemoryOfClusters {
  const { stale } = world.weather;
  let newest: ClusterView = {
    at: world.now,
    members: world.seats.map(() => undefined),
    standing: { templates: [] },
    snapshots: [],
  };
  const views: ClusterView[] = [newest];
  const changed = (): void => {
    const next = viewAfter(world, newest);
    if (next === newest) return;
    newest = next;
    // What happened at the same moment is seen at once.
    if (views.at(-1)?.at === next.at) views.pop();
    views.push(next);
    while ((views[1]?.at ?? next.at) < next.at - stale) views.shift();
  };
  return {
    changed,
    ago(age) {
      const until = world.now - age;
      for (let index = views.length - 1; index > 0; index -= 1) {
        const view = views[index];
        if (view !== undefined && view.at <= until) return view;
      }
      return views[0] ?? newest;
    },
  };
}

/** A look that is put together from calls that tell of different moments. */
export function joinMembers(
  instances: ClusterView,
  interfaces: ClusterView,
  storage: ClusterView,
): readonly ObservedMember[] {
  return instances.members.flatMap((seen, index): readonly ObservedMember[] => {
    const [held, stored] = [interfaces.members[index], storage.members[index]];
    const any = seen ?? held ?? stored;
    if (any === undefined) return [];
    if (seen === held && held === stored) return [any];
    const { name, ordinal } = any;
    const networkInterface = held?.networkInterface;
    const { volumes = [], replaced } = stored ?? {};
    const parts = {
      name,
      ordinal,
      instances: seen?.instances ?? [],
      volumes,
      ...(replaced === undefined ? {} : { replaced }),
      ...(seen?.endedAttempts === undefined ? {} : { endedAttempts: seen.endedAttempts }),
    };
    return [networkInterface === undefined ? parts : { ...parts, networkInterface }];
  });
}

function viewAfter(world: ClusterWorld, last: ClusterView): ClusterView {
  const { touched, seats, now, securityGroup, templates, snapshots } = world;
  if (touched.size === 0) return last;
  const members = seats.map((seat, index) =>
    touched.has(seat.name) ? readSeat(world, seat) : last.members[index],
  );
  const standing = touched.has('standing')
    ? { templates: [...templates], ...(securityGroup ? { securityGroup: 'sg-1' } : {}) }
    : last.standing;
  touched.clear();
  return { at: now, members, standing, snapshots };
}

function readSeat(
  world: ClusterWorld,
  { name, ordinal, networkInterface, ended }: Seat,
): ObservedMember | undefined {
  const instances = world.machines.filter((machine) => machine.member === name).map(readMachine);
  const disks = world.disks.filter((disk) => disk.member === name);
  if (instances.length === 0 && disks.length === 0 && networkInterface === undefined) return undefined;
  const volumes = disks.filter(({ replacedBy }) => replacedBy === undefined).map(readDisk);
  const replaced = disks.filter(({ replacedBy }) => replacedBy !== undefined).map(readDisk);
  const there = {
    name,
    ordinal,
    instances,
    volumes,
    ...(replaced.length === 0 ? {} : { replaced }),
    ...(ended.length === 0 ? {} : { endedAttempts: [...ended] }),
  };
  if (networkInterface === undefined) return there;
  const { id, address, holder } = networkInterface;
  const free = { id, address, zone: 'a' };
  return {
    ...there,
    networkInterface: holder === undefined ? free : { ...free, instanceId: holder },
  };
}

const readMachine = ({ id, release, state, launchedAt }: Machine): ObservedMemberInstance => ({
  id,
  release,
  state,
  launchedAt: new Date(launchedAt),
});

const readDisk = ({
  name,
  id,
  state,
  attachment,
  formatted,
  fromSnapshot,
  restoredBy,
  replacedBy,
}: Disk): ObservedVolume => ({
  name,
  id,
  zone: 'a',
  state,
  formatted,
  ...(fromSnapshot === undefined ? {} : { fromSnapshot }),
  ...(restoredBy === undefined ? {} : { restoredBy }),
  ...(replacedBy === undefined ? {} : { replacedBy }),
  ...(attachment === undefined
    ? {}
    : { attachment: { instanceId: attachment.instance, device: '/dev/xvdf', state: attachment.state } }),
});
