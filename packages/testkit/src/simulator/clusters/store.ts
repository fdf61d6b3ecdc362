import { quorumOf } from '@imago/engine';
import type { Disk, Machine, Seat } from './model.ts';
import type { ClusterWorld } from './world.ts';

/** A member that takes part: its instance works on its own data. */
interface Voter {
  readonly seat: Seat;
  readonly machine: Machine;
  readonly disk: Disk;
}

/** How far behind, in entries, a member still counts as caught up; as the settings of these clusters say. */
const maxBehind = 10;
/** Until the followers miss their leader, in milliseconds. */
const electionTime = [1000, 3000] as const;

/**
 * The replicated store that runs on the members, after Raft: what a majority holds is acknowledged, a leader needs a
 * majority that holds no more than it does, and followers hear nobody but the leader.
 */
export class Store {
  /** Entries that were acknowledged. */
  acknowledged = 0;
  founded = false;
  leader: string | undefined;
  leaderSince = 0;
  readonly #world: ClusterWorld;
  readonly #cuts: Map<string, number> = new Map();
  #voters: readonly Voter[] = [];
  #heard: ReadonlySet<string> = new Set();
  #at = 0;
  #electing = false;
  #looking = false;
  /** Members that have a vote; those that are known from the start, or those that have joined. */
  readonly #electorate: Set<string>;

  constructor(world: ClusterWorld, grows: boolean) {
    this.#world = world;
    this.#electorate = new Set(grows ? [] : world.seats.map(({ name }) => name));
  }

  /** Two members do not hear each other for a while. */
  cut(one: string, other: string, length: number): void {
    const until = this.#world.now + length;
    for (const key of [`${one} ${other}`, `${other} ${one}`]) this.#cuts.set(key, until);
    this.#world.later(length, () => undefined);
  }

  /** The network is whole again. */
  mend(): void {
    this.#cuts.clear();
  }

  /** Leadership is handed over, to a member that follows. */
  lead(to: string): void {
    if (this.leader === undefined || !this.#heard.has(to) || this.behind(to) > 0) return;
    if (to === this.leader) return;
    this.leader = to;
    this.leaderSince = this.#world.now;
  }

  /** Somebody else than this member, where anybody can. */
  handOver(from: string): void {
    if (this.leader !== from) return;
    const next = [...this.#heard].find((name) => name !== from && this.behind(name) === 0);
    if (next !== undefined) this.lead(next);
  }

  /** Whether a member works and its leader hears it. */
  follows(name: string): boolean {
    return this.leader !== undefined && this.#heard.has(name);
  }

  works(name: string): boolean {
    return this.#voters.some(({ seat }) => seat.name === name);
  }

  /** Whether the cluster counts on it: it follows, and has what the others have. */
  isUp(name: string): boolean {
    return this.follows(name) && this.behind(name) <= maxBehind;
  }

  behind(name: string): number {
    const voter = this.#voters.find(({ seat }) => seat.name === name);
    return voter === undefined ? this.acknowledged : Math.max(0, this.acknowledged - this.#entriesNow(voter));
  }

  /** Whether its vote is heard by enough others. */
  votes(name: string): boolean {
    return this.#peersOf(name).length >= this.quorum;
  }

  get quorum(): number {
    return quorumOf(Math.max(1, this.#electorate.size));
  }

  /** What was written until now, by those who took part; then, who takes part from now on. */
  regroup(): void {
    this.#write();
    this.#voters = this.#world.seats.flatMap((seat) => this.#voter(seat) ?? []);
    this.#found();
    if (this.leader !== undefined && this.#peersOf(this.leader).length < this.quorum) this.leader = undefined;
    this.#listen();
    if (this.leader === undefined && !this.#electing && this.founded) this.#callElection();
    this.#followThoseWhoLag();
  }

  #voter(seat: Seat): Voter | undefined {
    const machine = this.#world.holder(seat);
    if (machine?.state !== 'running' || !machine.started || machine.sick) return undefined;
    const disks = this.#world.disksOf(seat.name);
    if (
      !disks.every(({ attachment }) => attachment?.instance === machine.id && attachment.state === 'attached')
    ) {
      // What loses its disk fails.
      machine.sick = true;
      return undefined;
    }
    const [disk] = disks;
    return disk === undefined ? undefined : { seat, machine, disk };
  }

  /** Members that begin anew make a cluster once they are enough; whoever comes later joins it. */
  #found(): void {
    const founders = this.#voters.filter(
      ({ machine, disk }) => machine.bootstrap === 'new' || disk.entries > 0,
    );
    if (!this.founded && founders.length >= this.quorum) this.founded = true;
    if (!this.founded) this.#voters = [];
    else for (const { seat } of this.#voters) this.#electorate.add(seat.name);
  }

  #peersOf(name: string): readonly Voter[] {
    const { now } = this.#world;
    if (!this.works(name)) return [];
    return this.#voters.filter(
      ({ seat }) => seat.name === name || (this.#cuts.get(`${name} ${seat.name}`) ?? 0) <= now,
    );
  }

  #listen(): void {
    this.#heard = new Set(
      this.leader === undefined ? [] : this.#peersOf(this.leader).map(({ seat }) => seat.name),
    );
  }

  #callElection(): void {
    if (this.#voters.length < this.quorum) return;
    this.#electing = true;
    const { random } = this.#world;
    this.#world.later(random.between(...electionTime), () => {
      this.#electing = false;
      if (this.leader === undefined) this.#elect();
    });
  }

  #elect(): void {
    const { random } = this.#world;
    const able = this.#voters.filter((one) => {
      const voices = this.#peersOf(one.seat.name).filter(({ disk }) => disk.entries <= one.disk.entries);
      return voices.length >= this.quorum;
    });
    const [first, ...others] = able;
    if (first === undefined) return;
    const chosen = random.pick([first, ...others]);
    if (chosen.disk.entries < this.acknowledged - 0.5) {
      const lost = Math.round(this.acknowledged - chosen.disk.entries);
      this.#world.broken(
        `data: ${lost} acknowledged entries are lost, ${chosen.seat.name} leads without them`,
      );
      this.acknowledged = chosen.disk.entries;
    }
    this.leader = chosen.seat.name;
    this.leaderSince = this.#world.now;
  }

  /** Those who hear the leader take over what they lack; what a majority has is acknowledged. */
  #write(): void {
    const { now, weather } = this.#world;
    const length = (now - this.#at) / 1000;
    if (length > 0 && this.leader !== undefined) {
      const members = this.#voters.filter(({ seat }) => this.#heard.has(seat.name));
      const written = this.acknowledged + weather.writes * length;
      const reached = members.map(({ disk }) => Math.min(written, disk.entries + this.#pace * length));
      const majority = [...reached].sort((a, b) => b - a)[this.quorum - 1] ?? 0;
      this.acknowledged = Math.max(this.acknowledged, majority);
      for (const [index, { disk }] of members.entries()) disk.entries = reached[index] ?? disk.entries;
    }
    this.#at = now;
  }

  #entriesNow({ seat, disk }: Voter): number {
    const { now, weather } = this.#world;
    if (this.leader === undefined || !this.#heard.has(seat.name)) return disk.entries;
    const length = (now - this.#at) / 1000;
    // Written since, and taken over since.
    return Math.min(this.acknowledged, disk.entries + Math.max(0, this.#pace - weather.writes) * length);
  }

  /** How many entries a second a member takes over; one that has far too few is sent a snapshot of them all. */
  get #pace(): number {
    return this.#world.weather.catchUp + this.acknowledged / 15;
  }

  /** Looks again soon while somebody catches up. */
  #followThoseWhoLag(): void {
    if (this.#looking || this.leader === undefined) return;
    if (!this.#voters.some(({ seat }) => this.#heard.has(seat.name) && this.behind(seat.name) > maxBehind))
      return;
    this.#looking = true;
    this.#world.later(1000, () => {
      this.#looking = false;
    });
  }
}
