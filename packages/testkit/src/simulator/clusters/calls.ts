import { CloudError } from '@imago/engine';
import type { ClusterAction, ObservedMember, ReleaseId, Restored, VolumeSettings } from '@imago/engine';
import type { Step } from '../caller.ts';
import { attach, begin, detach, end, stop } from './machines.ts';
import type { Behaviour, Disk, Machine } from './model.ts';
import type { ClusterView } from './views.ts';
import type { ClusterWorld } from './world.ts';

/** What the calls of an action are made with besides itself. */
export interface CallContext {
  readonly world: ClusterWorld;
  /** What a call of its own, made before, tells of a member: it may be behind. */
  readonly look: () => ClusterView;
}

/** How long a token stands for the same thing. */
const sameFor = 300_000;

const conflict = (code: string, message: string): CloudError => new CloudError('conflict', code, message);
const missing = (message: string): CloudError => new CloudError('not-found', 'NotFound', message);

/** The image's id says how its instances turn out. */
export function behaviourOf(image: string): Behaviour {
  const kinds = ['never-healthy', 'half-healthy', 'fails-later', 'slow', 'dies', 'cannot-launch'] as const;
  return kinds.find((kind) => image.includes(kind)) ?? 'good';
}

/** What a member's interface and volumes are made of. */
export function makeMember(
  { world, look }: CallContext,
  member: string,
  volumes: readonly VolumeSettings[],
  restored: Restored | undefined,
): readonly Step[] {
  const seat = world.seat(member);
  const known = (): ObservedMember | undefined => seen(look(), member);
  const period = Math.floor(world.now / sameFor);
  const once = (what: string, make: () => void): void => {
    const token = `${member} ${what} ${period}`;
    if (world.tokens.has(token)) return;
    world.tokens.add(token);
    make();
    world.touch(member);
  };
  return [
    () => {
      if (known()?.networkInterface !== undefined) return;
      if (!world.securityGroup) throw missing('no security group for members');
      once('interface', () => {
        if (seat.networkInterface !== undefined) world.broken(`left: a second interface of ${member}`);
        seat.networkInterface = {
          id: `eni-${world.next()}`,
          address: `10.0.0.${seat.ordinal + 3}`,
          holder: undefined,
        };
      });
    },
    ...volumes.map(({ name }): Step => () => {
      const there =
        known()?.volumes.some((volume) => volume.name === name && volume.state !== 'deleting') ?? false;
      if (there) return;
      const snapshot = restored?.snapshots[name];
      const restoredBy = snapshot === undefined ? undefined : restored?.rollout;
      once(`volume ${name} ${snapshot ?? ''} ${restoredBy ?? ''}`, () => {
        if (world.disksOf(member).some((disk) => disk.name === name && disk.state !== 'deleting')) {
          world.broken(`left: a second volume ${name} of ${member}`);
        }
        makeDisk(world, member, name, { snapshot, restoredBy });
      });
    }),
  ];
}

function makeDisk(
  world: ClusterWorld,
  member: string,
  name: string,
  {
    snapshot,
    restoredBy,
  }: { readonly snapshot: string | undefined; readonly restoredBy: number | undefined },
): void {
  const disk: Disk = {
    id: `vol-${world.next()}`,
    member,
    name,
    fromSnapshot: snapshot,
    restoredBy,
    replacedBy: undefined,
    state: 'creating',
    attachment: undefined,
    formatted: snapshot !== undefined,
    order: 0,
    entries: snapshot === undefined ? 0 : (world.written.get(snapshot) ?? 0),
  };
  world.disks.push(disk);
  world.later(world.random.between(500, 3000), () => {
    if (disk.state === 'creating') disk.state = 'available';
    world.touch(member);
  });
}

/** RunInstances, after the looks that come before it. */
export function launch(
  { world, look }: CallContext,
  { member, release, attempt, bootstrap }: Extract<ClusterAction, { kind: 'launch-member' }>,
): readonly Step[] {
  const told = seen(look(), member);
  const seat = world.seat(member);
  return [
    () => {
      const instances = told?.instances.map(({ id }) => world.machine(id)) ?? [];
      if (instances.some((machine) => machine?.attempt === attempt)) return;
      if ((told?.instances.length ?? 0) > 0)
        throw conflict('MemberOccupied', `${member} still has an instance`);
      if (told?.networkInterface === undefined) throw missing(`${member} has no network interface`);
      if (!world.templates.has(release)) throw missing(`no launch template of ${release}`);
      if (world.tokens.has(attempt)) return;
      if (world.behaviours.get(release) === 'cannot-launch') {
        throw new CloudError('invalid', 'InvalidAMIID.Unavailable', `the image of ${release} is gone`);
      }
      if (world.now < world.noMachinesUntil) {
        throw new CloudError('unavailable', 'InsufficientInstanceCapacity', 'no machines');
      }
      if (seat.networkInterface?.holder !== undefined) {
        throw conflict('InvalidNetworkInterface.InUse', `the interface of ${member} is in use`);
      }
      world.tokens.add(attempt);
      begin(world, { member, release, attempt, bootstrap, own: true });
    },
  ];
}

/** StopInstances. */
export function stopMachine({ world }: CallContext, instance: string, force: boolean): void {
  const machine = world.machine(instance);
  if (machine === undefined) return;
  if (machine.state === 'pending') throw conflict('IncorrectInstanceState', `${instance} is pending`);
  if (machine.state === 'running' || (machine.state === 'stopping' && force)) {
    machine.orderedAt ??= world.now;
    stop(world, machine, force);
  }
}

/** TerminateInstances. */
export function endMachine({ world }: CallContext, instance: string): void {
  const machine = world.machine(instance);
  if (machine === undefined) return;
  machine.orderedAt ??= world.now;
  end(world, machine);
}

/** DetachVolume for what a look shows on this instance. */
export function detachDisks({ world, look }: CallContext, member: string, instance: string): readonly Step[] {
  const there = seen(look(), member)?.volumes ?? [];
  return there
    .filter(({ attachment }) => attachment?.instanceId === instance && attachment.state !== 'detaching')
    .map(({ id }): Step => () => {
      const disk = world.disks.find((one) => one.id === id);
      if (disk?.attachment?.instance === instance && disk.attachment.state !== 'detaching')
        detach(world, disk);
    });
}

/** AttachVolume for what a look shows on no instance. */
export function attachDisks({ world, look }: CallContext, member: string, instance: string): readonly Step[] {
  const there = seen(look(), member)?.volumes ?? [];
  return there
    .filter(({ attachment }) => attachment?.instanceId !== instance)
    .map(({ id, attachment }): Step => () => {
      if (attachment !== undefined)
        throw conflict('VolumeInUse', `${id} is attached to ${attachment.instanceId}`);
      const machine = running(world, instance);
      const disk = world.disks.find((one) => one.id === id);
      if (disk === undefined) throw missing(`no volume ${id}`);
      if (disk.attachment?.instance === instance) return;
      if (disk.attachment !== undefined) {
        world.broken(`volume: ${id} of ${disk.attachment.instance} is attached to ${instance} too`);
        throw conflict('VolumeInUse', `${id} is attached to ${disk.attachment.instance}`);
      }
      if (disk.state !== 'available') throw conflict('IncorrectState', `${id} is ${disk.state}`);
      attach(world, disk, machine);
    });
}

function running(world: ClusterWorld, instance: string): Machine {
  const machine = world.machine(instance);
  if (machine === undefined) throw missing(`no instance ${instance}`);
  if (machine.state === 'running' || machine.state === 'stopped') return machine;
  throw conflict('IncorrectState', `${instance} is ${machine.state}`);
}

/** CreateSnapshots of what a member has none of for that rollout. */
export function snapshot({ world, look }: CallContext, member: string, rollout: number): void {
  const view = look();
  const made = view.snapshots.filter(
    (one) => one.member === member && one.rollout === rollout && one.state !== 'error',
  );
  for (const { name, id: volumeId } of seen(view, member)?.volumes ?? []) {
    if (made.some(({ volume }) => volume === name)) continue;
    const state = world.now < world.snapshotsFailUntil ? ('error' as const) : ('pending' as const);
    const id = `snap-${world.next()}`;
    const startedAt = new Date(world.now);
    world.snapshots = [...world.snapshots, { id, member, volume: name, state, startedAt, rollout, volumeId }];
    world.written.set(id, world.disks.find((disk) => disk.id === volumeId)?.entries ?? 0);
    if (state === 'error') continue;
    world.later(world.random.between(2000, 30_000), () => {
      world.snapshots = world.snapshots.map((one) => (one.id === id ? { ...one, state: 'completed' } : one));
      world.touch('standing');
    });
  }
  world.touch('standing');
}

/** CreateTags. */
export function markDisks({ world }: CallContext, member: string): void {
  for (const disk of world.disksOf(member)) disk.formatted = true;
  world.touch(member);
}

/** Other tags for volumes that nothing has; `rollout`: the restore that sets them aside, undefined where they come back. */
export function setAside(
  { world }: CallContext,
  member: string,
  volumes: readonly string[],
  rollout: number | undefined,
): void {
  for (const disk of world.disks) {
    if (disk.member !== member || !volumes.includes(disk.id) || disk.attachment !== undefined) continue;
    disk.replacedBy = rollout;
  }
  world.touch(member);
}

/** DeleteSnapshot. */
export function deleteSnapshots({ world }: CallContext, ids: readonly string[]): void {
  world.snapshots = world.snapshots.filter(({ id }) => !ids.includes(id));
  world.touch('standing');
}

/** DeleteLaunchTemplate. */
export function deleteTemplates({ world }: CallContext, releases: readonly ReleaseId[]): void {
  for (const release of releases) world.templates.delete(release);
  world.touch('standing');
}

/** DeleteVolume. */
export function deleteDisks({ world }: CallContext, member: string): void {
  for (const disk of world.disks) {
    if (disk.member !== member || disk.attachment !== undefined) continue;
    disk.state = 'deleting';
    world.later(1000, () => {
      world.disks = world.disks.filter((one) => one !== disk);
      world.touch(member);
    });
  }
  world.touch(member);
}

/** All but volumes and snapshots, as far as nothing uses it. */
export function remove({ world }: CallContext): readonly Step[] {
  return [
    () => {
      for (const seat of world.seats) {
        if (seat.networkInterface?.holder !== undefined) continue;
        seat.networkInterface = undefined;
        // A token that made what is gone makes it no second time for a while; AWS knows that it is gone.
        for (const token of world.tokens)
          if (token.startsWith(`${seat.name} interface`)) world.tokens.delete(token);
        world.touch(seat.name);
      }
    },
    () => {
      world.templates.clear();
      world.touch('standing');
    },
    () => {
      if (world.seats.some(({ networkInterface }) => networkInterface !== undefined)) return;
      world.securityGroup = false;
      world.touch('standing');
    },
  ];
}

const seen = ({ members }: ClusterView, name: string): ObservedMember | undefined =>
  members.find((member) => member?.name === name);
