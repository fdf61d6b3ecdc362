import type {
  ClusterAction,
  ClusterHealth,
  ObservedCluster,
  ObservedSnapshot,
  ReleaseId,
} from '@imago/engine';
import { performOnMember } from './perform-on-member.ts';
import { memberSeen } from './world-parts.ts';
import type { Luck, Machine, Member, Volume } from './world-parts.ts';

interface Moment {
  readonly seconds: number;
  readonly seen: Omit<ObservedCluster, 'at'>;
}

/** A cloud with one cluster in it, played by the second. What it looked like is kept, for looks that are behind. */
export class ClusterWorld {
  seconds = 0;
  readonly members: readonly Member[];
  leader: string | undefined;
  /** What must never happen. */
  readonly broken: string[] = [];
  readonly performed: ClusterAction[] = [];
  readonly #luck: Luck;
  readonly #templates: Set<ReleaseId> = new Set();
  #snapshots: ObservedSnapshot[] = [];
  readonly #past: Moment[] = [];
  readonly #upPast: (readonly string[])[] = [];
  readonly #leaderPast: (string | undefined)[] = [];
  #group = false;
  #count = 0;

  /** Empty, or with every member up on `live`. */
  constructor(size: number, luck: Luck, live: ReleaseId | undefined) {
    this.#luck = luck;
    this.members = Array.from({ length: size }, (_, index) => ({
      name: `m-${index + 1}`,
      prepared: live !== undefined,
      volume: {
        id: `vol-${index + 1}`,
        holder: undefined,
        state: 'available',
        changesAt: 0,
        formatted: false,
        since: 0,
      },
      aside: [],
      machines: [],
      upSince: undefined,
    }));
    if (live !== undefined) {
      this.#templates.add(live);
      this.#group = true;
      for (const member of this.members) {
        const machine = this.#launch(member, live, 'earlier');
        Object.assign(machine, { state: 'running', launchedAt: -1000 });
        Object.assign(member.volume, {
          holder: machine.id,
          state: 'attached',
          formatted: true,
          since: -1000,
        });
        member.upSince = -1000;
      }
      this.leader = this.members[0]?.name;
    }
    this.#remember();
  }

  date(second: number = this.seconds): Date {
    return new Date(Date.UTC(2026, 0, 1) + second * 1000);
  }

  get quorum(): boolean {
    return this.up.length > this.members.length / 2;
  }

  /** Members that work. */
  get up(): readonly string[] {
    return this.members.filter(({ upSince }) => upSince !== undefined).map(({ name }) => name);
  }

  releaseOf(name: string): ReleaseId | undefined {
    return this.#member(name).machines.at(-1)?.release;
  }

  advance(): void {
    this.seconds += 1;
    for (const member of this.members) {
      for (const machine of member.machines) this.#age(member, machine);
      member.machines = member.machines.filter(({ state }) => state !== 'terminated');
      this.#ageVolume(member.volume);
      const works = this.#works(member);
      member.upSince = works ? (member.upSince ?? this.seconds) : undefined;
      if (member.machines.length > 1) this.broken.push(`${this.seconds}s: two instances of ${member.name}`);
    }
    this.#elect();
    this.#remember();
  }

  /** What befalls a member without us. */
  befall(name: string, what: 'stops' | 'ends' | 'sickens'): void {
    const machine = this.#member(name).machines.at(-1);
    if (machine === undefined || (machine.state !== 'running' && machine.state !== 'pending')) return;
    if (what === 'sickens') machine.sick = true;
    else
      Object.assign(machine, {
        state: what === 'stops' ? 'stopping' : 'shutting-down',
        changesAt: this.seconds + 3,
      });
  }

  lead(name: string): void {
    if (this.up.includes(name)) this.leader = name;
  }

  health(): ClusterHealth {
    const { quorum, leader } = this;
    return {
      at: this.date(),
      quorum: quorum || (this.#luck.alone === true && this.up.length > 0),
      alarms: [],
      ...(leader === undefined ? {} : { leader }),
      // Without a quorum nobody can answer for anything.
      members: this.members.map(({ name, upSince }) => ({
        name,
        healthy: upSince !== undefined && (quorum || this.#luck.alone === true),
        role: name === leader ? ('leader' as const) : ('follower' as const),
        detail: upSince === undefined ? 'no answer' : 'well',
      })),
    };
  }

  /** As it was some seconds ago. */
  look(age: number): ObservedCluster {
    const then = this.#past.findLast(({ seconds }) => seconds <= this.seconds - age) ?? this.#past[0];
    if (then === undefined) throw new Error('nothing was remembered');
    return { ...then.seen, at: this.date() };
  }

  /** Members that were up at any time in the last seconds: what a decision may have been built on. */
  upLately(length: number): ReadonlySet<string> {
    return new Set([...this.#upPast.slice(-length).flat(), ...this.up]);
  }

  leaderLately(length: number): ReadonlySet<string | undefined> {
    return new Set([...this.#leaderPast.slice(-length), this.leader]);
  }

  /** Does it, or says why AWS would not. */
  perform(action: ClusterAction): string | undefined {
    this.performed.push(action);
    const refusal = action.kind === this.#luck.deafTo ? undefined : this.#perform(action);
    this.#remember();
    return refusal;
  }

  #perform(action: ClusterAction): string | undefined {
    switch (action.kind) {
      case 'prepare-cluster':
        this.#group = true;
        return undefined;
      case 'prepare-template':
        this.#templates.add(action.release);
        return undefined;
      case 'snapshot-members':
        for (const member of action.members) {
          const { rollout } = action;
          const id = `snap-${rollout}-${member}`;
          const startedAt = this.date();
          const volumeId = this.#member(member).volume.id;
          const facts = { member, volume: 'data', volumeId, startedAt, rollout } as const;
          const state = this.#luck.slowSnapshots === true ? 'pending' : 'completed';
          this.#snapshots.push({ ...facts, id, state });
        }
        return undefined;
      case 'launch-member': {
        const member = this.#member(action.member);
        if (action.release === this.#luck.refuses) return `${action.release} cannot be launched`;
        if (this.#attempts.has(action.attempt)) return undefined;
        if (!this.#templates.has(action.release)) return `there is no template of ${action.release}`;
        if (!member.prepared) return `${member.name} has no interface`;
        if (member.machines.length > 0) {
          this.broken.push(`${this.seconds}s: launched ${member.name} beside another`);
          return 'the interface is in use';
        }
        this.#launch(member, action.release, action.attempt);
        return undefined;
      }
      case 'prepare-member':
      case 'set-aside-volumes':
      case 'take-back-volumes':
      case 'stop-member':
      case 'detach-volumes':
      case 'terminate-member':
      case 'attach-volumes':
      case 'mark-formatted': {
        const member = this.#member(action.member);
        const { seconds, broken } = this;
        const refusal = performOnMember(action, member, { seconds, luck: this.#luck, broken });
        if (!this.#works(member)) member.upSince = undefined;
        this.#elect();
        return refusal;
      }
      case 'publish-members':
        return undefined;
      case 'retire-snapshots':
        this.#snapshots = this.#snapshots.filter(({ id }) => !action.snapshots.includes(id));
        return undefined;
      case 'retire-templates':
        for (const release of action.releases) this.#templates.delete(release);
        return undefined;
      case 'remove-cluster':
        // Nothing goes that is in use.
        if (this.members.some(({ machines }) => machines.length > 0)) return undefined;
        this.#group = false;
        this.#templates.clear();
        for (const one of this.members) one.prepared = false;
        return undefined;
      case 'delete-volumes':
        if (this.#luck.mayDelete === true) return this.#delete(action.member);
        this.broken.push(`${this.seconds}s: deleted the volumes of ${action.member}`);
        return undefined;
    }
  }

  #delete(name: string): undefined {
    const member = this.#member(name);
    if (member.volume.holder !== undefined)
      this.broken.push(`${this.seconds}s: deleted ${member.volume.id} in use`);
    member.aside = [];
    member.volume.gone = true;
  }

  readonly #attempts: Set<string> = new Set();

  #launch(member: Member, release: ReleaseId, attempt: string): Machine {
    this.#count += 1;
    const machine: Machine = {
      id: `i-${this.#count}`,
      release,
      attempt,
      launchedAt: this.seconds,
      state: 'pending',
      changesAt: this.seconds + 2,
      sick: false,
    };
    member.machines.push(machine);
    this.#attempts.add(attempt);
    return machine;
  }

  #age({ volume }: Member, machine: Machine): void {
    if (this.seconds < machine.changesAt) return;
    if (machine.state === 'pending') machine.state = 'running';
    else if (machine.state === 'stopping') machine.state = 'stopped';
    else if (machine.state === 'shutting-down') {
      machine.state = 'terminated';
      if (volume.holder === machine.id) Object.assign(volume, { holder: undefined, state: 'available' });
    }
  }

  #ageVolume(volume: Volume): void {
    if (this.seconds < volume.changesAt) return;
    if (volume.state === 'detaching') Object.assign(volume, { holder: undefined, state: 'available' });
    if (volume.state === 'attaching') Object.assign(volume, { state: 'attached', since: this.seconds });
  }

  #works({ machines, volume }: Member): boolean {
    const machine = machines.find(({ id }) => id === volume.holder);
    if (machine?.state !== 'running' || machine.sick || volume.state !== 'attached') return false;
    const boot = this.#luck.boot[machine.release];
    return boot !== undefined && this.seconds >= volume.since + boot;
  }

  /** Whoever leads goes on; otherwise the last of those that work, so that it is not always the first that leads. */
  #elect(): void {
    const { up } = this;
    if (!this.quorum) this.leader = undefined;
    else if (this.leader === undefined || !up.includes(this.leader)) this.leader = up.at(-1);
  }

  #member(name: string): Member {
    const found = this.members.find((member) => member.name === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  }

  #remember(): void {
    const members = this.members.map((member, index) =>
      memberSeen(member, index, (second) => this.date(second)),
    );
    this.#past.push({
      seconds: this.seconds,
      seen: {
        environment: { project: 'shop', environment: 'store' },
        members: members.filter(({ networkInterface }) => networkInterface !== undefined),
        templates: [...this.#templates],
        snapshots: [...this.#snapshots],
        ...(this.#group ? { securityGroup: 'sg-1' } : {}),
      },
    });
    this.#upPast.push(this.up);
    this.#leaderPast.push(this.leader);
    for (const past of [this.#past, this.#upPast, this.#leaderPast]) if (past.length > 100) past.shift();
  }
}
