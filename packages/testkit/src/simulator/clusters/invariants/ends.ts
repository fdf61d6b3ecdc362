import type { RolloutRecord } from '@imago/engine';
import type { ClusterWorld } from '../world.ts';
import type { MembersWatch } from './watch-members.ts';

/** How late what befalls a member is noticed at the very end of a rollout. */
const unseenFor = 20_000;

/** What is wrong with how a rollout of a cluster has ended. */
export function wrongAtClusterEnd(
  record: RolloutRecord,
  {
    world,
    members,
    lookedAt,
  }: { readonly world: ClusterWorld; readonly members: MembersWatch; readonly lookedAt: number },
): readonly string[] {
  const { end, kind, to, from } = record;
  // Whoever slept before it wrote down the end knows what it saw.
  const known = Math.min(world.now, lookedAt) - unseenFor;
  const ready = record.strategy === undefined || kind === 'destroy';
  switch (end?.kind) {
    case 'deployed':
      return [...strays(world), ...notOn(to), ...notUp()];
    case 'healed':
    case 'restored':
      return [...strays(world), ...notUp()];
    case 'rolled-back':
    case 'aborted':
    case 'interrupted':
      // One that waited ends as it is where the cluster is destroyed.
      if (ready || record.entries.at(-1)?.kind === 'taken-over') return [];
      return [...(from === undefined ? [] : notOn(from)), ...lost()];
    case 'destroyed':
      return leftOf(world);
    case 'stopped':
      return (end.reason ?? '') === '' ? ['end: it stopped for no reason'] : [];
    case undefined:
      return [];
  }

  function notOn(release: string | undefined): readonly string[] {
    return world.seats.flatMap((seat) => {
      const machine = world.holder(seat);
      if (machine === undefined || machine.release === release) return [];
      return [`ends: ${end?.kind}, and ${seat.name} is on ${machine.release}, not on ${release}`];
    });
  }

  function notUp(): readonly string[] {
    return world.seats.flatMap(({ name }) => {
      const { upSince, downSince = 0 } = members.of(name);
      if (upSince !== undefined || downSince > known) return [];
      return [`ends: ${end?.kind}, and ${name} is not up`];
    });
  }

  /** Members that we took out and did not bring back. */
  function lost(): readonly string[] {
    return world.seats.flatMap(({ name }) => {
      const { upSince, downSince = 0 } = members.of(name);
      const taken = record.entries.some(
        (entry) =>
          entry.kind === 'act' &&
          entry.actions.some((action) => action.kind === 'stop-member' && action.member === name),
      );
      if (!taken || upSince !== undefined || downSince > known) return [];
      return [`ends: ${end?.kind}, and ${name}, which was taken out, is not up`];
    });
  }
}

/** What is left of a cluster that was destroyed, its volumes and snapshots apart. */
export function leftOf(world: ClusterWorld): readonly string[] {
  const left = [
    ...world.machines.map(({ id }) => id),
    ...world.seats.flatMap(({ networkInterface }) => networkInterface?.id ?? []),
    ...world.templates,
    ...(world.securityGroup ? ['the security group'] : []),
  ];
  return left.length === 0 ? [] : [`left: ${left.join(', ')}`];
}

/** Instances beside the members' own. */
function strays(world: ClusterWorld): readonly string[] {
  return world.machines
    .filter(
      (machine) =>
        world.seat(machine.member).networkInterface?.holder !== machine.id &&
        machine.state !== 'shutting-down' &&
        world.now - machine.launchedAt > unseenFor,
    )
    .map(({ id, member }) => `left: ${id} is a second instance of ${member}`);
}
