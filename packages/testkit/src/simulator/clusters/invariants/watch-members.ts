import type { Machine, Seat } from '../model.ts';
import type { ClusterWorld } from '../world.ts';

/** What is known of a member that it cannot be asked. */
export interface MemberWatch {
  machine: Machine | undefined;
  /** Since when its vote is heard. */
  votesSince: number | undefined;
  /** When its vote was last lost, and whether by our order. */
  lostAt: number | undefined;
  lostByUs: boolean;
  /** Since when the cluster counts on it, and it is reached from here. */
  upSince: number | undefined;
  /** Since when it is not so. */
  downSince: number | undefined;
  /** When the instance that it has now was first up. */
  firstUpAt: number | undefined;
}

/** Follows every member of a world. */
export class MembersWatch {
  readonly #world: ClusterWorld;
  readonly #watches: Map<string, MemberWatch> = new Map();

  constructor(world: ClusterWorld) {
    this.#world = world;
    for (const { name } of world.seats) {
      this.#watches.set(name, {
        machine: undefined,
        votesSince: undefined,
        lostAt: undefined,
        lostByUs: false,
        upSince: undefined,
        downSince: world.now,
        firstUpAt: undefined,
      });
    }
  }

  /** To be called after each change. */
  changed(): void {
    for (const seat of this.#world.seats) this.#look(seat, this.of(seat.name));
  }

  of(name: string): MemberWatch {
    const watch = this.#watches.get(name);
    if (watch === undefined) throw new Error(`there is no member ${name}`);
    return watch;
  }

  #look(seat: Seat, watch: MemberWatch): void {
    const { store, now, unreachable } = this.#world;
    const machine = this.#world.holder(seat);
    if (watch.machine !== machine) {
      watch.machine = machine ?? watch.machine;
      if (machine !== undefined) watch.firstUpAt = undefined;
    }
    const votes = store.votes(seat.name);
    if (votes) watch.votesSince ??= now;
    else if (watch.votesSince !== undefined) {
      watch.votesSince = undefined;
      watch.lostAt = now;
      watch.lostByUs = watch.machine?.orderedAt !== undefined;
    }
    const up = store.isUp(seat.name) && (unreachable.get(seat.name) ?? 0) <= now;
    if (up) {
      watch.upSince ??= now;
      watch.firstUpAt ??= now;
      watch.downSince = undefined;
    } else {
      watch.upSince = undefined;
      watch.downSince ??= now;
    }
  }
}
