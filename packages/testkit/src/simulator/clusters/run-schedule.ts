import { hours, ImagoError, minutes } from '@imago/engine';
import type { Duration, ProcessIdentity, RolloutEvent } from '@imago/engine';
import { createMemoryStateStore } from '../../memory-state-store.ts';
import { createRandom } from '../../random.ts';
import { createVirtualClock } from '../../virtual-clock.ts';
import type { ScheduleReport } from '../schedule.ts';
import { tellEvent } from '../tell-event.ts';
import { applyClusterEvent } from './apply-event.ts';
import { drawClusterSchedule } from './draw-schedule.ts';
import { documentsOfFounding, foundCluster } from './found.ts';
import { leftOf } from './invariants/ends.ts';
import { watchOverCluster } from './invariants/monitor.ts';
import { clusterCommandText, performClusterCommand } from './perform-command.ts';
import { startClusterProcess } from './process.ts';
import type { ClusterProcess } from './process.ts';
import type { ClusterSchedule, PlannedClusterCommand } from './schedule.ts';
import { rememberCluster } from './views.ts';
import { ClusterWorld } from './world.ts';

const limit = hours(3);
/**
 * What a command that cannot go on may throw: somebody else has taken over, there is nothing to do, or an image is an
 * earlier release's, which a second operator may name.
 */
const honest = ['overtaken', 'lock-lost', 'destroy-under-way', 'downgrade-refused'];
const calm = { host: 'laptop', wait: 0, beside: false, fate: { throttled: 0 } } as const;

/** Plays one schedule of a cluster: commands, deaths, losses, slow volumes and a second operator, all as planned. */
export async function runClusterSchedule(
  plan: number | ClusterSchedule,
  options: { readonly story?: boolean } = {},
): Promise<ScheduleReport> {
  const schedule = typeof plan === 'number' ? drawClusterSchedule(plan) : plan;
  const { seed, size, weather, poll, bootstrap } = schedule;
  // After it was founded.
  const clock = createVirtualClock(new Date('2026-01-01T01:00:00Z'));
  const begun = clock.time();
  const grows = bootstrap === 'one-at-a-time';
  const world = new ClusterWorld(createRandom(seed ^ 0x5eed), weather, { size, grows });
  world.advance(begun);
  const memory = rememberCluster(world);
  const { founded } = schedule;
  const store = createMemoryStateStore(
    founded === undefined ? undefined : await documentsOfFounding(schedule, founded),
  );
  const story: string[] = [];
  const outcomes: string[] = [];
  const processes = new Map<number, ClusterProcess>();
  let over = false;
  const tell = (line: string): void => {
    if (options.story === true) story.push(`${stamp(clock.time() - begun)} ${line}`);
  };
  const monitor = watchOverCluster(world, {
    store,
    memory,
    live: founded === undefined ? undefined : 'r1',
    lookedAt: () => Math.max(...[...processes.values()].map((process) => process.lookedAt())),
    told: (violation) => tell(`!! ${violation}`),
  });
  if (founded !== undefined) foundCluster(world, schedule.volumes);

  clock.onTick((now) => world.advance(now.getTime()));

  const start = (planned: PlannedClusterCommand): ClusterProcess => {
    const pid = processes.size + 1;
    const identity: ProcessIdentity = { user: 'ann', host: planned.host, pid, start: String(pid) };
    const emit = (event: RolloutEvent): void => {
      if (event.code === 'lock-taken-over' && planned.breakLock === true)
        monitor.records.broken(clock.time());
      const line = options.story === true ? tellEvent(event) : undefined;
      if (line !== undefined) tell(`  ${pid}: ${line}`);
    };
    const process: ClusterProcess = startClusterProcess(
      {
        world,
        memory,
        state: store,
        clock,
        random: createRandom((seed ^ (pid * 7919)) >>> 0),
        poll,
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

  const play = async (planned: PlannedClusterCommand): Promise<string> => {
    if (planned.beside) await clock.pass(planned.wait * 1000);
    const process = start(planned);
    const { pid, host } = process.identity;
    const text = clusterCommandText(planned.command);
    tell(`${pid} on ${host}: ${text}`);
    const ended = performClusterCommand(planned.command, schedule, process, planned.breakLock === true).then(
      (outcome) => {
        if (outcome.reason === '') monitor.add(`end: ${text} ended as ${outcome.kind} for no reason`);
        tell(`${pid} ends: ${outcome.kind}${outcome.reason === undefined ? '' : `, ${outcome.reason}`}`);
        return outcome.kind;
      },
      (error: unknown) => {
        const code = error instanceof ImagoError ? error.code : 'defect';
        const message = error instanceof Error ? error.message : String(error);
        if (!honest.includes(code)) monitor.add(`threw: ${text}: ${message}`);
        tell(`${pid} ends: ${error instanceof Error ? (error.stack ?? message) : message}`);
        return code;
      },
    );
    const died = process.death.then(() => {
      tell(`${pid} dies`);
      return 'died';
    });
    return Promise.race([ended, died]);
  };

  const drive = <T>(work: Promise<T>, length: Duration = limit): Promise<T> => clock.drive(work, length);
  try {
    for (const [index, planned] of schedule.commands.entries()) {
      if (planned.beside) continue;
      await drive(clock.pass(planned.wait * 1000));
      for (const { event, at } of schedule.events.filter(({ command }) => command === index)) {
        world.later(at * 1000, () => {
          const line = over ? undefined : applyClusterEvent(world, event);
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

  /** Whatever happened: once the weather is fair, what was begun is ended, and every member comes up again. */
  async function putRight(): Promise<void> {
    over = true;
    becalm(world);
    await drive(clock.pass(minutes(1).milliseconds));
    if (monitor.records.unfinished() !== undefined) {
      const destroys = monitor.records.unfinished()?.kind === 'destroy';
      const kind = await drive(play({ ...calm, command: { kind: destroys ? 'resume' : 'abort' } }));
      if (monitor.records.unfinished() !== undefined) monitor.add(`last: the rollout is still open, ${kind}`);
    }
    becalm(world);
    const alive = monitor.live() !== undefined;
    const well = world.seats.every(({ name }) => monitor.members.of(name).upSince !== undefined);
    // Where nothing is to be healed, that is seen often enough.
    if (alive && (!well || world.machines.length > size || seed % 8 === 1)) {
      const healed = await drive(play({ ...calm, command: { kind: 'heal' } }));
      if (healed !== 'healed') monitor.add(`last: the heal ended as ${healed}`);
    }
    const traits = {
      downgrade: 'refused',
      gates: [],
      firstMemberBakeTime: 0,
      autoRollback: true,
      snapshots: false,
    } as const;
    if (!alive || seed % 8 === 0) {
      const image = 'ami-good-last';
      const kind = await drive(play({ ...calm, command: { kind: 'deploy', image, traits } }));
      if (kind !== 'deployed') monitor.add(`last: the last deploy ended as ${kind}`);
    }
    if (!schedule.ends) return;
    const kind = await drive(play({ ...calm, command: { kind: 'destroy' } }));
    if (kind !== 'destroyed') monitor.add(`last: the destroy ended as ${kind}`);
    for (const left of leftOf(world)) monitor.add(left);
    for (const { name } of world.seats) {
      if (world.disksOf(name).length !== schedule.volumes.length)
        monitor.add(`volume: those of ${name} are gone`);
    }
  }
}

/** Nothing happens any more, and whatever runs is well. */
function becalm(world: ClusterWorld): void {
  world.fates.length = 0;
  for (const key of ['noMachinesUntil', 'slowStopUntil', 'slowDetachUntil', 'snapshotsFailUntil'] as const)
    world[key] = 0;
  for (const key of ['checksFailUntil', 'deafUntil', 'alarmUntil'] as const) world[key] = 0;
  world.checksPass = true;
  world.unreachable.clear();
  world.store.mend();
  for (const release of world.behaviours.keys()) world.behaviours.set(release, 'good');
  for (const machine of world.machines) {
    machine.sick = false;
    machine.behaviour = 'good';
    machine.fate = undefined;
    if (machine.state === 'running' && machine.equippedAt !== undefined) machine.started = true;
  }
  world.settle();
}

/** Time since the start, as minutes and seconds. */
function stamp(time: number): string {
  const total = time / 1000;
  return `${String(Math.floor(total / 60)).padStart(3)}:${(total % 60).toFixed(1).padStart(4, '0')}`;
}
