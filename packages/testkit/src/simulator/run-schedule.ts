import { hours, ImagoError, minutes, seconds } from '@imago/engine';
import type { Duration, ProcessIdentity, RolloutEvent } from '@imago/engine';
import { createMemoryStateStore } from '../memory-state-store.ts';
import { createRandom } from '../random.ts';
import { createVirtualClock } from '../virtual-clock.ts';
import { applyEvent } from './apply-event.ts';
import { drawSchedule } from './draw-schedule.ts';
import { watchOver } from './invariants/monitor.ts';
import { liveIn } from './invariants/snapshot.ts';
import { rememberViews } from './memory-of-views.ts';
import { commandText, performCommand } from './perform-command.ts';
import { startProcess } from './process.ts';
import type { SimulatedProcess } from './process.ts';
import { createSampler } from './sampler.ts';
import type { PlannedCommand, Schedule, ScheduleReport } from './schedule.ts';
import { tellEvent } from './tell-event.ts';
import { notice } from './world/notice.ts';
import { SimulatedWorld } from './world/world.ts';

const limit = hours(2);
/** What a command that cannot go on may throw: somebody else has taken over, or there is nothing to do. */
const honest = ['overtaken', 'lock-lost', 'unknown-gate', 'destroy-under-way'];

/** Plays one schedule: commands, deaths, interrupts, throttling, scaling and a second operator, all as planned. */
export async function runSchedule(
  plan: number | Schedule,
  options: { readonly story?: boolean } = {},
): Promise<ScheduleReport> {
  const schedule = typeof plan === 'number' ? drawSchedule(plan) : plan;
  const { seed, weather, poll } = schedule;
  const random = createRandom(seed ^ 0x5eed);
  const clock = createVirtualClock();
  const world = new SimulatedWorld(random, weather);
  const memory = rememberViews(world);
  const state = createMemoryStateStore();
  const story: string[] = [];
  const outcomes: string[] = [];
  let current: PlannedCommand | undefined;
  let over = false;
  const tell = (line: string): void => {
    if (options.story === true) story.push(`${stamp(clock.time())} ${line}`);
  };
  const monitor = watchOver(world, state, {
    changed: () => memory.changed(),
    told: (violation) => tell(`!! ${violation}`),
    noted: tell,
    forced: () => current?.command.kind === 'rollback' && current.command.force === true,
  });
  world.advance(clock.now());
  clock.onTick((now) => world.advance(now));
  const processes = new Map<number, SimulatedProcess>();
  const checks = createSampler(world, random);

  const start = (planned: PlannedCommand): SimulatedProcess => {
    const pid = processes.size + 1;
    const identity: ProcessIdentity = { user: 'ann', host: planned.host, pid, start: String(pid) };
    const own = createRandom((seed ^ (pid * 7919)) >>> 0);
    const emit = (event: RolloutEvent): void => {
      if (event.code === 'lock-taken-over' && planned.breakLock === true)
        monitor.records.broken(clock.time());
      const line = options.story === true ? tellEvent(event) : undefined;
      if (line !== undefined) tell(`  ${pid}: ${line}`);
    };
    const process: SimulatedProcess = startProcess(
      {
        world,
        memory,
        state,
        clock,
        random: own,
        checks,
        poll: seconds(poll),
        isDead: (other) => other.host === planned.host && processes.get(other.pid)?.dead() === true,
        witness: (action) => monitor.judge(action, process),
        emit,
      },
      identity,
      planned.fate,
    );
    processes.set(pid, process);
    return process;
  };

  const play = async (planned: PlannedCommand): Promise<string> => {
    if (planned.beside) await clock.pass(planned.wait * 1000);
    else current = planned;
    const process = start(planned);
    const { pid, host } = process.identity;
    const text = commandText(planned.command);
    tell(`${pid} on ${host}: ${text}`);
    const ended = performCommand(planned.command, process, planned.breakLock === true).then(
      (outcome) => {
        if (outcome.reason === '') monitor.add(`end: ${text} ended as ${outcome.kind} for no reason`);
        tell(`${pid} ends: ${outcome.kind}${outcome.reason === undefined ? '' : `, ${outcome.reason}`}`);
        return outcome.kind;
      },
      (error: unknown) => {
        const code = error instanceof ImagoError ? error.code : 'defect';
        if (!honest.includes(code))
          monitor.add(`threw: ${text}: ${error instanceof Error ? error.message : String(error)}`);
        tell(`${pid} ends: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        return code;
      },
    );
    return Promise.race([
      ended,
      process.death.then(() => {
        tell(`${pid} dies`);
        return 'died';
      }),
    ]);
  };

  const drive = <T>(work: Promise<T>, length: Duration = limit): Promise<T> => clock.drive(work, length);
  try {
    for (let index = 0; index < schedule.commands.length; index += 1) {
      const planned = schedule.commands[index];
      if (planned === undefined || planned.beside) continue;
      await drive(clock.pass(planned.wait * 1000));
      if (suspend(world, schedule.suspended, monitor.records.unfinished() !== undefined)) {
        await drive(clock.pass(6000));
      }
      for (const { event, at } of schedule.events.filter(({ command }) => command === index)) {
        world.later(at * 1000, () => {
          const line = over ? undefined : applyEvent(world, event);
          if (line !== undefined) tell(line);
        });
      }
      const works = [play(planned)];
      const rival = schedule.commands[index + 1];
      if (rival?.beside === true) works.push(play(rival));
      outcomes.push(...(await drive(Promise.all(works))));
    }
    await putRight();
  } catch (error) {
    monitor.add(`hangs: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { seed, story, outcomes, violations: monitor.violations };

  /** Whatever happened: an abort, a deploy and a destroy put everything right. */
  async function putRight(): Promise<void> {
    over = true;
    world.fates.length = 0;
    world.noMachinesUntil = 0;
    world.checksFailUntil = 0;
    await drive(clock.pass(minutes(5).milliseconds));
    const last = schedule.commands.findLast(({ command }) => command.kind === 'deploy')?.command;
    const calm = { host: 'laptop', wait: 0, beside: false, fate: { throttled: 0 } } as const;
    if (monitor.records.unfinished() !== undefined)
      await drive(play({ ...calm, command: { kind: 'abort' } }));
    for (const side of world.sides.values()) {
      const { group } = side;
      if (group === undefined) continue;
      for (const instance of group.instances) instance.protected = false;
      // Nothing can be replaced or drained for as long as it is.
      if (!group.suspended.includes('Terminate')) continue;
      group.suspended = group.suspended.filter((process) => process !== 'Terminate');
      notice(world, side);
    }
    // What fails only after a while does so before anything new could be blamed for it.
    await drive(clock.pass(minutes(2).milliseconds));
    if (last?.kind === 'deploy') {
      const settings = {
        ...last.settings,
        gates: [],
        hooks: [],
        strategy: unattended(last.settings.strategy),
      };
      const image = 'ami-good-last';
      const troubled = isTroubled(world);
      const kind = await drive(play({ ...calm, command: { kind: 'deploy', image, settings } }));
      // Among few requests, those that an old instance fails now and then may all come when new ones answer.
      const excused = troubled && (kind === 'rolled-back' || kind === 'waiting');
      if (kind !== 'deployed' && kind !== 'unchanged' && !excused)
        monitor.add(`last: the last deploy ended as ${kind}`);
    }
    const kind = await drive(play({ ...calm, command: { kind: 'destroy' } }));
    if (kind !== 'destroyed' && kind !== 'nothing') monitor.add(`last: the destroy ended as ${kind}`);
    if (!world.isEmpty()) monitor.add('left: something is left after destroy');
  }
}

type Settings = Extract<PlannedCommand['command'], { kind: 'deploy' }>['settings'];

/** The same strategy, with time enough and nothing in it that waits for a person. */
function unattended(settings: Settings['strategy']): Settings['strategy'] {
  const strategy = { ...settings, healthyDeadline: minutes(15), progressDeadline: minutes(30) };
  if (strategy.kind === 'rolling') {
    const minHealthyPercentage = Math.max(50, strategy.minHealthyPercentage);
    return { ...strategy, minHealthyPercentage, maxHealthyPercentage: 150 };
  }
  if (strategy.kind !== 'canary') return strategy;
  return { ...strategy, steps: strategy.steps.filter(({ kind }) => kind === 'set-weight') };
}

/** A person switches processes off, between two rollouts; answers whether it was needed. */
function suspend(world: SimulatedWorld, processes: readonly string[], underWay: boolean): boolean {
  if (underWay || processes.length === 0) return false;
  let needed = false;
  for (const { group } of world.sides.values()) {
    if (group === undefined || group.suspended.join() === processes.join()) continue;
    group.suspended = [...processes].sort();
    needed = true;
  }
  world.watcher.changed();
  return needed;
}

/** Time since the start, as minutes and seconds. */
function stamp(time: number): string {
  const total = (time - Date.UTC(2026, 0, 1)) / 1000;
  return `${String(Math.floor(total / 60)).padStart(3)}:${(total % 60).toFixed(1).padStart(4, '0')}`;
}

/** Whether some instances of the live side fail requests, and others do not. */
function isTroubled(world: SimulatedWorld): boolean {
  const live = liveIn(world);
  const instances = (live === undefined ? undefined : world.sides.get(live)?.group?.instances) ?? [];
  const failing = instances.filter(({ behaviour }) => behaviour.startsWith('fails'));
  return failing.length > 0 && failing.length < instances.length;
}
