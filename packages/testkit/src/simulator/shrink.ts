import type { Fate } from './caller.ts';
import { runSchedule } from './run-schedule.ts';
import type { PlannedCommand, Schedule } from './schedule.ts';

/** What a violation is about, without the numbers of this one case. */
export const kindOf = (violation: string): string => /^\w+/.exec(violation)?.[0] ?? violation;

/** The smallest schedule that still breaks the same invariant: commands, events and faults are dropped while it does. */
export const shrink = (schedule: Schedule, violation: string): Promise<Schedule> =>
  shrinkBy(schedule, smaller, async (candidate) => {
    const { violations } = await runSchedule(candidate);
    return violations.some((other) => kindOf(other) === kindOf(violation));
  });

/** Goes on with whatever is smaller for as long as something smaller still fails. */
export async function shrinkBy<T>(
  schedule: T,
  smaller: (schedule: T) => Iterable<T>,
  fails: (schedule: T) => Promise<boolean>,
): Promise<T> {
  let smallest = schedule;
  for (;;) {
    let shrunk = false;
    for (let index = 0; ; index += 1) {
      const candidate = [...smaller(smallest)][index];
      if (candidate === undefined) break;
      if (!(await fails(candidate))) continue;
      smallest = candidate;
      shrunk = true;
      // What follows has moved up to this place.
      index -= 1;
    }
    if (!shrunk) return smallest;
  }
}

/** Schedules that are a little smaller, the boldest first. */
function* smaller(schedule: Schedule): Generator<Schedule> {
  const { commands, events, weather } = schedule;
  for (let index = commands.length - 1; index >= 0; index -= 1) yield withoutCommand(schedule, index);
  for (let index = 0; index < events.length; index += 1) {
    yield { ...schedule, events: events.filter((_, other) => other !== index) };
  }
  for (let index = 0; index < commands.length; index += 1) {
    const planned = commands[index];
    if (planned === undefined) continue;
    for (const simpler of simplerCommands(planned)) {
      yield { ...schedule, commands: commands.map((other, at) => (at === index ? simpler : other)) };
    }
  }
  if (weather.stale > 0) yield { ...schedule, weather: { ...weather, stale: 0 } };
  if (weather.boot[1] > 5000) yield { ...schedule, weather: { ...weather, boot: [500, 5000] } };
  if (schedule.suspended.length > 0) yield { ...schedule, suspended: [] };
}

/** A schedule without one of its commands, and what happens during it. */
export function withoutCommand<
  T extends {
    readonly commands: readonly { beside: boolean }[];
    readonly events: readonly { command: number }[];
  },
>(schedule: T, index: number): T {
  // Whoever was beside it is beside the one before.
  const gone = schedule.commands[index];
  const next = schedule.commands[index + 1];
  const alone = gone?.beside === false && next?.beside === true;
  const commands = schedule.commands.filter((_, at) => at !== index && !(alone && at === index + 1));
  const removed = alone ? 2 : 1;
  const events = schedule.events.flatMap((event) => {
    if (event.command === index) return [];
    return event.command > index ? [{ ...event, command: event.command - removed }] : [event];
  });
  return { ...schedule, commands, events };
}

/** A command whose process has it easier. */
export function* simplerFates<
  T extends {
    readonly fate: Fate;
    readonly breakLock?: boolean;
    readonly wait: number;
    readonly beside: boolean;
  },
>(planned: T): Generator<T> {
  const { fate } = planned;
  for (const key of ['diesAt', 'interruptedAt', 'sleepsAt', 'failing', 'slow'] as const) {
    if (fate[key] === undefined) continue;
    const { [key]: _, ...rest } = fate;
    yield { ...planned, fate: rest };
  }
  if (fate.throttled > 0) yield { ...planned, fate: { ...fate, throttled: 0 } };
  if (planned.breakLock === true) yield { ...planned, breakLock: false };
  if (planned.wait > 0 && !planned.beside) yield { ...planned, wait: 0 };
}

function* simplerCommands(planned: PlannedCommand): Generator<PlannedCommand> {
  const { command } = planned;
  yield* simplerFates(planned);
  if (command.kind !== 'deploy') return;
  const { settings } = command;
  const { gates, hooks, strategy } = settings;
  const withSettings = (changes: Partial<typeof settings>): PlannedCommand => ({
    ...planned,
    command: { ...command, settings: { ...settings, ...changes } },
  });
  for (const gate of gates) yield withSettings({ gates: gates.filter((other) => other !== gate) });
  if (hooks.length > 0) yield withSettings({ hooks: [] });
  if (strategy.kind === 'canary') {
    for (const step of strategy.steps) {
      yield withSettings({
        strategy: { ...strategy, steps: strategy.steps.filter((other) => other !== step) },
      });
    }
  }
  if (strategy.kind === 'rolling' && strategy.checkpoints.length > 0) {
    yield withSettings({ strategy: { ...strategy, checkpoints: [] } });
  }
  if (!command.image.includes('good')) {
    yield { ...planned, command: { ...command, image: 'ami-good-1' } };
  }
}
