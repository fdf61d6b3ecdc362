import { seconds } from '@imago/engine';
import { createRandom } from '../../random.ts';
import type { Random } from '../../random.ts';
import type { Fate } from '../caller.ts';
import type {
  ClusterCommand,
  ClusterEvent,
  ClusterSchedule,
  ClusterTraits,
  PlannedClusterCommand,
  PlannedClusterEvent,
} from './schedule.ts';

/** Everything that happens to a cluster under a seed. */
export function drawClusterSchedule(seed: number): ClusterSchedule {
  const random = createRandom(seed ^ 0xc105);
  const size = random.pick([3, 3, 3, 3, 3, 3, 3, 3, 3, 5, 5, 7]);
  const founded = random.chance(0.8) ? drawFounded(random) : undefined;
  const rough = random.pick([0, 0, 0.03, 0.08]);
  const commands: PlannedClusterCommand[] = [];
  const events: PlannedClusterEvent[] = [];
  for (let left = random.pick([1, 1, 1, 2]); left > 0; left -= 1) {
    const first = commands.length === 0 && founded === undefined;
    const index =
      commands.push({
        command: drawCommand(random, first),
        host: random.pick(['laptop', 'laptop', 'ci']),
        wait: random.pick([0, 0, 5, 60]),
        beside: false,
        fate: first && random.chance(0.75) ? { throttled: rough } : drawFate(random, rough),
        ...(random.chance(0.03) ? { breakLock: true } : {}),
      }) - 1;
    for (
      let count = first ? random.pick([0, 0, 0, 1]) : random.pick([0, 1, 1, 2, 3]);
      count > 0;
      count -= 1
    ) {
      events.push({ command: index, at: random.between(0, 45 * size), event: drawEvent(random, size) });
    }
    if (random.chance(0.15)) {
      commands.push({
        command: drawRival(random),
        host: 'ci',
        wait: random.between(0, 60 * size),
        beside: true,
        fate: { throttled: rough },
        ...(random.chance(0.1) ? { breakLock: true } : {}),
      });
    }
  }
  const writes = random.pick([2, 10]);
  return {
    seed,
    size,
    volumes: random.chance(0.15) ? ['data', 'log'] : ['data'],
    bootstrap: random.chance(0.15) ? 'one-at-a-time' : 'parallel',
    weather: {
      boot: random.pick([
        [500, 4000],
        [2000, 9000],
      ]),
      stop: random.pick([
        [500, 3000],
        [2000, 9000],
      ]),
      detach: random.pick([
        [200, 2000],
        [1000, 9000],
      ]),
      stale: random.pick([0, 2000, 5000]),
      writes,
      catchUp: writes * random.pick([3, 10]),
    },
    ...(founded === undefined ? {} : { founded }),
    poll: random.pick([3, 8, 10, 12]),
    commands,
    events,
    ends: random.chance(0.15),
  };
}

function drawCommand(random: Random, first: boolean): ClusterCommand {
  if (!first && random.chance(0.03)) return { kind: 'destroy' };
  if (!first && random.chance(0.12)) {
    const to = random.pick([undefined, undefined, 'r1'] as const);
    return { kind: 'rollback', ...(to === undefined ? {} : { to }) };
  }
  if (!first && random.chance(0.2)) return { kind: 'heal' };
  if (!first && random.chance(0.2)) {
    const kind = random.pick(['resume', 'resume', 'promote', 'abort'] as const);
    return kind === 'promote' ? { kind, full: random.chance(0.4) } : { kind };
  }
  return { kind: 'deploy', image: drawImage(random, first), traits: drawTraits(random) };
}

/** What a second person does meanwhile. */
function drawRival(random: Random): ClusterCommand {
  const kind = random.pick(['deploy', 'pause', 'promote', 'abort', 'abort', 'resume', 'heal'] as const);
  if (kind === 'deploy') return { kind, image: 'ami-good-other', traits: drawTraits(random) };
  return kind === 'promote' ? { kind, full: random.chance(0.4) } : { kind };
}

function drawImage(random: Random, first: boolean): string {
  const kind =
    first || random.chance(0.65)
      ? 'good'
      : random.pick([
          'never-healthy',
          'half-healthy',
          'fails-later',
          'slow',
          'dies',
          'cannot-launch',
        ] as const);
  return `ami-${kind}-${random.between(1, 9)}`;
}

function drawTraits(random: Random): ClusterTraits {
  const sampling = { interval: seconds(5), count: 1, failureLimit: 1, timeout: seconds(5) };
  const at = random.pick(['step', 'end', 'always', undefined, undefined, undefined, undefined] as const);
  const gates =
    at === undefined
      ? []
      : [
          {
            kind: 'command',
            name: 'gate',
            at,
            on: 'here',
            run: random.pick(['passes', 'flaky']),
            sampling,
          } as const,
        ];
  return {
    downgrade: random.pick(['allowed', 'refused']),
    ...(random.chance(0.4)
      ? {
          beforeStop: {
            run: random.pick(['hands over', 'hands over', 'passes', 'flaky']),
            onFailure: random.pick(['stop', 'ignore'] as const),
          },
        }
      : {}),
    gates,
    ...(random.chance(0.1) ? { afterMember: random.pick(['passes', 'flaky']) } : {}),
    firstMemberBakeTime: random.pick([0, 0, 10]),
    autoRollback: random.chance(0.9),
    snapshots: random.chance(0.7),
  };
}

/** Few of them: each is founded once. */
const drawFounded = (random: Random): ClusterTraits => ({
  downgrade: random.pick(['allowed', 'refused']),
  ...random.pick([
    {},
    {},
    { beforeStop: { run: 'hands over', onFailure: 'stop' } },
    { beforeStop: { run: 'flaky', onFailure: 'ignore' } },
  ] as const),
  gates: [],
  firstMemberBakeTime: 0,
  autoRollback: true,
  snapshots: true,
});

function drawFate(random: Random, rough: number): Fate {
  const weather: Fate = {
    throttled: rough,
    ...(rough > 0 ? { failing: rough / 2, slow: rough / 2 } : {}),
  };
  const call = random.chance(0.4) ? random.between(1, 40) : random.between(1, 150);
  const fate = random.next();
  if (fate < 0.35) return { ...weather, diesAt: { call, when: random.pick(['before', 'between', 'after']) } };
  if (fate < 0.45) return { ...weather, interruptedAt: call };
  if (fate < 0.55)
    return { ...weather, sleepsAt: { call, length: random.pick([5000, 20_000, 40_000, 120_000]) } };
  return weather;
}

function drawEvent(random: Random, size: number): ClusterEvent {
  const which = random.between(0, size - 1);
  const kind = random.pick([
    'die',
    'die',
    'stop',
    'lead',
    'lead',
    'stray',
    'sicken',
    'sicken',
    'unreachable',
    'cut',
    'isolate',
    'deaf',
    'alarm',
    'slow-detach',
    'slow-stop',
    'no-machines',
    'snapshots-fail',
    'checks-fail',
    'launches',
    'launches',
  ] as const);
  switch (kind) {
    case 'die':
    case 'stop':
    case 'lead':
    case 'stray':
      return { kind, which };
    case 'sicken':
      return { kind, which, seconds: random.pick([10, 30, 600]) };
    case 'unreachable':
    case 'isolate':
      return { kind, which, seconds: random.pick([10, 40, 150]) };
    case 'cut':
      return { kind, which, other: which + random.between(1, size - 1), seconds: random.pick([10, 40, 150]) };
    case 'launches': {
      const fate = random.pick(['never-boots', 'dies-young', 'slow-to-run', 'slow-to-boot'] as const);
      return { kind, fates: Array.from({ length: random.between(1, 2) }, () => fate) };
    }
    case 'slow-stop':
    case 'slow-detach':
      return { kind, seconds: random.pick([30, 60, 200]) };
    case 'deaf':
    case 'alarm':
    case 'no-machines':
    case 'snapshots-fail':
    case 'checks-fail':
      return { kind, seconds: random.between(5, 90) };
  }
}
