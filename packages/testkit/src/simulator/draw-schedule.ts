import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';
import { drawSettings } from './draw-settings.ts';
import type { Fate } from './caller.ts';
import type {
  Command,
  PlannedCommand,
  PlannedEvent,
  Schedule,
  StrategyName,
  WorldEvent,
} from './schedule.ts';

/** Everything that happens under a seed; `only`: with one strategy. */
export function drawSchedule(seed: number, only?: StrategyName): Schedule {
  const random = createRandom(seed);
  const rough = random.pick([0, 0, 0.03, 0.1]);
  const commands: PlannedCommand[] = [];
  const events: PlannedEvent[] = [];
  const favourite = only ?? random.pick(['blue-green', 'canary', 'rolling', 'instance-refresh', undefined]);
  for (let left = random.between(2, 5); left > 0; left -= 1) {
    const first = commands.length === 0;
    const before = commands.findLast(({ beside }) => !beside)?.command;
    const planned: PlannedCommand = {
      command: drawCommand(random, { first, waits: mayWait(before) }, favourite),
      host: random.pick(['laptop', 'laptop', 'ci']),
      wait: random.pick([0, 0, 5, 60, 600]),
      beside: false,
      fate: first && random.chance(0.7) ? { throttled: rough } : drawFate(random, rough),
      ...(random.chance(0.03) ? { breakLock: true } : {}),
    };
    const index = commands.push(planned) - 1;
    for (let count = random.pick([0, 0, 1, 1, 2, 3]); count > 0; count -= 1) {
      const at = random.between(0, 120);
      const event = drawEvent(random);
      events.push({ command: index, at, event });
      // What is scaled in the middle of a rollout often is so twice, there and some of the way back.
      if (event.kind === 'scale' && random.chance(0.3)) {
        const change = { by: random.pick([-1, 1]) };
        events.push({ command: index, at: at + random.between(5, 60), event: { ...event, change } });
      }
    }
    if (random.chance(0.25)) {
      commands.push({
        command: drawRival(random, favourite),
        host: 'ci',
        wait: random.between(0, 150),
        beside: true,
        fate: { throttled: rough },
        ...(random.chance(0.1) ? { breakLock: true } : {}),
      });
    }
  }
  return {
    seed,
    weather: {
      boot: random.pick([
        [500, 5000],
        [2000, 30_000],
        [10_000, 60_000],
      ]),
      stale: random.pick([0, 2000, 5000]),
    },
    poll: random.pick([1, 2, 3, 5]),
    suspended: random.chance(0.03)
      ? ['Terminate']
      : random.pick([[], [], ['AlarmNotification'], ['AZRebalance'], ['ReplaceUnhealthy']]),
    commands,
    events,
  };
}

/** Whether what a command began may wait for a person. */
function mayWait(command: Command | undefined): boolean {
  if (command?.kind !== 'deploy') return false;
  const { strategy, gates, hooks } = command.settings;
  return (
    gates.some(({ kind }) => kind === 'approval') ||
    (!strategy.autoRollback && gates.length + hooks.length > 0)
  );
}

function drawCommand(
  random: Random,
  { first, waits }: { readonly first: boolean; readonly waits: boolean },
  favourite: StrategyName | undefined,
): Command {
  if (!first && random.chance(0.05)) return { kind: 'destroy' };
  if (!first && random.chance(0.22)) {
    const to = random.pick([undefined, undefined, 'r1', 'r2', 'r3'] as const);
    return {
      kind: 'rollback',
      ...(to === undefined ? {} : { to }),
      ...(random.chance(0.2) ? { force: true } : {}),
    };
  }
  if (!first && random.chance(waits ? 0.7 : 0.25)) {
    const kind = random.pick([
      'resume',
      'resume',
      'promote',
      'promote',
      'abort',
      'pause',
      'override',
    ] as const);
    if (kind === 'promote') return { kind, full: random.chance(0.4) };
    if (kind === 'override') return { kind, gate: random.pick(['gate-0', 'gate-1', 'hook']) };
    return { kind };
  }
  return { kind: 'deploy', image: drawImage(random, first), settings: drawSettings(random, favourite) };
}

/** What a second person does meanwhile. */
function drawRival(random: Random, favourite: StrategyName | undefined): Command {
  const kind = random.pick([
    'deploy',
    'pause',
    'promote',
    'abort',
    'resume',
    'override',
    'rollback',
  ] as const);
  switch (kind) {
    case 'deploy':
      return { kind, image: 'ami-good-other', settings: drawSettings(random, favourite) };
    case 'promote':
      return { kind, full: random.chance(0.4) };
    case 'override':
      return { kind, gate: random.pick(['gate-0', 'gate-1', 'hook']) };
    case 'pause':
    case 'abort':
    case 'resume':
    case 'rollback':
      return { kind };
  }
}

function drawImage(random: Random, first: boolean): string {
  const kind =
    first || random.chance(0.6)
      ? 'good'
      : random.pick(['never-healthy', 'fails-requests', 'fails-later', 'half-healthy', 'slow'] as const);
  return `ami-${kind}-${random.between(1, 9)}`;
}

function drawFate(random: Random, rough: number): Fate {
  const weather: Fate = {
    throttled: rough,
    ...(rough > 0 ? { failing: rough / 2, slow: rough / 2 } : {}),
  };
  const call = random.chance(0.4) ? random.between(1, 30) : random.between(1, 150);
  const fate = random.next();
  if (fate < 0.3) return { ...weather, diesAt: { call, when: random.pick(['before', 'between', 'after']) } };
  if (fate < 0.45) return { ...weather, interruptedAt: call };
  if (fate < 0.55) return { ...weather, sleepsAt: { call, length: random.pick([5000, 40_000, 120_000]) } };
  return weather;
}

function drawEvent(random: Random): WorldEvent {
  const which = random.between(0, 7);
  const kind = random.pick([
    'die',
    'die',
    'stop-serving',
    'protect',
    'unprotect',
    'standby',
    'scale',
    'scale',
    'scale',
    'launches',
    'launches',
    'no-machines',
    'rebalance',
    'check-fails',
  ] as const);
  switch (kind) {
    case 'die':
    case 'protect':
    case 'unprotect':
      return { kind, which };
    case 'stop-serving':
      return { kind, which, seconds: random.between(20, 60) };
    case 'standby':
      return { kind, which, decrement: random.chance(0.5), seconds: random.between(20, 120) };
    case 'scale': {
      const by = random.pick(['alarm', 'schedule', 'person'] as const);
      const change = random.chance(0.6) ? { by: random.pick([-2, -1, 1, 2]) } : { to: random.between(1, 6) };
      return { kind, by, change };
    }
    case 'launches': {
      const fate = random.pick(['never-boots', 'never-in-service', 'dies-young', 'flaps'] as const);
      return { kind, fates: Array.from({ length: random.between(1, 3) }, () => fate) };
    }
    case 'no-machines':
      return { kind, seconds: random.between(10, 120) };
    case 'check-fails':
      return { kind, seconds: random.between(5, 60) };
    case 'rebalance':
      return { kind };
  }
}
