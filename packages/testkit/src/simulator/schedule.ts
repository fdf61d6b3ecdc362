import { deploy, destroy, hours, minutes, rollback, seconds } from '@imago/engine';
import type {
  DeployOutcome,
  DestroyOutcome,
  ProcessIdentity,
  RollbackOutcome,
  RolloutRecord,
} from '@imago/engine';
import { fleetSettings } from '../fleet-settings.ts';
import { createMemoryStateStore } from '../memory-state-store.ts';
import { createRandom } from '../random.ts';
import { createVirtualClock } from '../virtual-clock.ts';
import { createSimulatedCloud } from './cloud.ts';
import { snapshotOf, violationsOfEnd } from './invariants.ts';
import type { Snapshot } from './invariants.ts';
import { startProcess } from './process.ts';
import type { Fate, SimulatedProcess } from './process.ts';
import { harmOf } from './witness.ts';
import { SimulatedWorld } from './world.ts';

type Outcome = DeployOutcome | RollbackOutcome | DestroyOutcome;

/** What a schedule did, and which invariants it broke. */
export interface ScheduleReport {
  readonly seed: number;
  /** What happened, line by line, to be read when it failed. */
  readonly story: readonly string[];
  readonly violations: readonly string[];
}

type Command =
  | { readonly kind: 'deploy'; readonly image: string }
  | { readonly kind: 'rollback' | 'destroy' };

const environment = { project: 'shop', environment: 'production' };

/** Plays one schedule: commands, deaths, interrupts, throttling, scaling and a second operator, all by the seed. */
export async function runSchedule(seed: number): Promise<ScheduleReport> {
  const random = createRandom(seed);
  const clock = createVirtualClock();
  const world = new SimulatedWorld(random);
  world.advance(clock.now());
  clock.onTick((now) => world.advance(now));
  const state = createMemoryStateStore();
  const story: string[] = [];
  const violations: string[] = [];
  let destroying = false;
  const cloud = createSimulatedCloud(world, (change, release) => {
    const harm = destroying ? undefined : harmOf(change, release, world, acceptedIn(state.documents));
    if (harm !== undefined) violations.push(harm);
  });
  const processes = new Map<number, SimulatedProcess>();
  const settings = fleetSettings({
    probe: { path: '/healthz', requestsPerSecond: 1 },
    strategy: {
      kind: 'blue-green',
      minHealthyTime: seconds(5),
      healthyDeadline: seconds(90),
      bakeTime: seconds(3),
      progressDeadline: minutes(10),
      autoRollback: true,
      keepPrevious: random.chance(0.3) ? seconds(0) : minutes(10),
    },
  });

  const start = (
    fate: Fate,
    host: string,
  ): { process: SimulatedProcess; before: () => Snapshot | undefined } => {
    const identity: ProcessIdentity = {
      user: 'ann',
      host,
      pid: processes.size + 1,
      start: String(processes.size),
    };
    let before: Snapshot | undefined;
    const isDead = (other: ProcessIdentity): boolean =>
      other.host === host && processes.get(other.pid)?.dead() === true;
    const emit: Parameters<typeof startProcess>[0]['emit'] = (event) => {
      if (event.code === 'rollout-started') before = snapshotOf(world);
      const silent = ['observed', 'probe-sample', 'action-finished', 'action-started'].includes(event.code);
      if (event.code === 'action-started') story.push(`  ${event.summary}`);
      else if (!silent) story.push(`  ${JSON.stringify(event)}`);
    };
    const process = startProcess({ cloud, state, clock, world, random, isDead, emit }, identity, fate);
    processes.set(identity.pid, process);
    return { process, before: () => before };
  };

  const play = async (
    command: Command,
    { process, before }: ReturnType<typeof start>,
  ): Promise<Outcome | 'died'> => {
    destroying = command.kind === 'destroy' || destroying;
    const outcome = await Promise.race([
      execute(command, process, settings),
      process.death.then(() => 'died' as const),
    ]);
    story.push(`${name(command)} by ${process.identity.host}/${process.identity.pid}: ${tell(outcome)}`);
    if (outcome !== 'died')
      violations.push(...violationsOfEnd(outcome, command.kind === 'destroy' ? undefined : before(), world));
    if (outcome !== 'died' && outcome.kind !== 'locked') destroying = false;
    return outcome;
  };

  for (let commands = random.between(2, 6); commands > 0; commands -= 1) {
    const command = randomCommand(random);
    const first = start(randomFate(random), random.pick(['laptop', 'laptop', 'ci']));
    const works = [play(command, first)];
    if (random.chance(0.15) && command.kind !== 'destroy') {
      works.push(play({ kind: 'deploy', image: 'ami-good-other' }, start({ throttled: 0 }, 'ci')));
    }
    await clock.drive(Promise.all(works), hours(3));
    if (random.chance(0.3)) await clock.drive(clock.sleep(minutes(random.between(1, 30)), never()), hours(1));
  }

  // Whatever happened: the next deploys and the last destroy must put everything right.
  for (const command of [{ kind: 'deploy', image: 'ami-good-last' }, { kind: 'destroy' }] as const) {
    await clock.drive(clock.sleep(minutes(1), never()), hours(1));
    const outcome = await clock.drive(play(command, start({ throttled: 0 }, 'laptop')), hours(3));
    const expected = command.kind === 'deploy' ? ['deployed', 'unchanged'] : ['destroyed'];
    const kind = outcome === 'died' ? 'died' : outcome.kind;
    if (!expected.includes(kind)) violations.push(`the last ${command.kind} ended as ${kind}`);
  }
  if (!world.isEmpty()) violations.push('something is left after destroy');
  return { seed, story, violations };
}

function execute(
  command: Command,
  { ports, signal }: SimulatedProcess,
  settings: ReturnType<typeof fleetSettings>,
): Promise<Outcome> {
  switch (command.kind) {
    case 'deploy':
      return deploy({ ...environment, image: { id: command.image }, settings }, ports, signal);
    case 'rollback':
      return rollback(environment, ports, signal);
    case 'destroy':
      return destroy(environment, ports, signal);
  }
}

function randomCommand(random: ReturnType<typeof createRandom>): Command {
  if (random.chance(0.07)) return { kind: 'destroy' };
  if (random.chance(0.35)) return { kind: 'rollback' };
  const image = random.pick([
    'ami-good-1',
    'ami-good-2',
    'ami-good-3',
    'ami-never-healthy',
    'ami-fails-requests',
  ]);
  return { kind: 'deploy', image };
}

function randomFate(random: ReturnType<typeof createRandom>): Fate {
  const throttled = random.chance(0.3) ? 0.1 : 0;
  if (random.chance(0.3)) {
    return { throttled, diesAt: { call: random.between(1, 80), when: random.pick(['before', 'after']) } };
  }
  return random.chance(0.25) ? { throttled, interruptedAt: random.between(1, 80) } : { throttled };
}

/** Releases that became live and were not destroyed since, as the journals tell. */
function acceptedIn(documents: ReadonlyMap<string, string>): ReadonlySet<string> {
  const accepted = new Set<string>();
  for (const key of [...documents.keys()].sort()) {
    if (!key.includes('/rollouts/')) continue;
    // the engine wrote it
    const record = JSON.parse(documents.get(key) ?? '') as RolloutRecord;
    if (record.kind === 'destroy') accepted.clear();
    else if (record.end?.kind === 'deployed' && record.to !== undefined) accepted.add(record.to);
  }
  return accepted;
}

const name = (command: Command): string =>
  command.kind === 'deploy' ? `deploy ${command.image}` : command.kind;

function tell(outcome: Outcome | 'died'): string {
  if (outcome === 'died') return 'died';
  return 'reason' in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind;
}

const never = (): AbortSignal => new AbortController().signal;
