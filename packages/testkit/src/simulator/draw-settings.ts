import { fleetHookPoints, minutes, seconds } from '@imago/engine';
import type {
  BlueGreenSettings,
  CanarySettings,
  CanaryStep,
  FleetSettings,
  GateSettings,
  HookSettings,
  RollingSettings,
  Sampling,
  StrategySettings,
} from '@imago/engine';
import type { Random } from '../random.ts';
import type { StrategyName } from './schedule.ts';

/** Settings of one deploy. */
export function drawSettings(
  random: Random,
  only?: StrategyName,
): Pick<FleetSettings, 'strategy' | 'gates' | 'hooks' | 'size' | 'probe'> {
  const desired = random.pick([1, 2, 3, 3, 4, 6]);
  const min = random.between(1, desired);
  return {
    strategy: drawStrategy(random, only),
    size: { min, desired, max: desired + random.between(0, 6) },
    probe: random.chance(0.1) ? 'off' : { path: '/healthz', requestsPerSecond: random.pick([1, 2, 5]) },
    gates: random.chance(0.35) ? drawGates(random) : [],
    hooks: random.chance(0.2) ? [drawHook(random)] : [],
  };
}

function drawStrategy(random: Random, only?: StrategyName): StrategySettings {
  const kind =
    only ??
    random.pick(['blue-green', 'canary', 'canary', 'rolling', 'rolling', 'rolling', 'instance-refresh']);
  const base = {
    minHealthyTime: seconds(random.pick([0, 5, 10])),
    healthyDeadline: seconds(random.pick([60, 90, 120])),
    bakeTime: seconds(random.pick([1, 3, 6])),
    progressDeadline: minutes(random.pick([5, 10])),
    autoRollback: random.chance(0.85),
  };
  const keepPrevious = random.pick([seconds(0), minutes(2), minutes(10)]);
  switch (kind) {
    case 'blue-green':
      return { kind, keepPrevious, ...base } satisfies BlueGreenSettings;
    case 'canary':
      return {
        kind,
        keepPrevious,
        ...base,
        steps: drawSteps(random),
        matchTrafficWeight: random.chance(0.5),
      } satisfies CanarySettings;
    case 'rolling':
    case 'instance-refresh':
      return {
        kind: 'rolling',
        ...base,
        engine: kind === 'rolling' ? 'imago' : 'instance-refresh',
        batch: random.chance(0.5)
          ? { count: random.between(1, 3) }
          : { percent: random.pick([10, 25, 50, 100]) },
        minHealthyPercentage: random.pick([0, 50, 67, 75, 90, 100]),
        maxHealthyPercentage: random.pick([100, 110, 150, 200]),
        instanceWarmup: seconds(random.pick([0, 5, 15])),
        checkpoints: random.pick([[], [], [50], [25, 50, 100], [1, 99]]),
        checkpointDelay: seconds(random.pick([0, 5, 20])),
        zoneByZone: random.chance(0.3),
        skipMatching: random.chance(0.7),
        standbyInstances: random.pick(['terminate', 'ignore', 'wait']),
        scaleInProtectedInstances: random.pick(['refresh', 'ignore', 'wait']),
      } satisfies RollingSettings;
  }
}

function drawSteps(random: Random): readonly CanaryStep[] {
  const steps: CanaryStep[] = [];
  let weight = 0;
  for (let count = random.between(0, 5); count > 0; count -= 1) {
    const kind = random.pick(['set-weight', 'set-weight', 'pause', 'gate'] as const);
    if (kind === 'set-weight' && weight < 100) {
      weight = Math.min(100, weight + random.pick([1, 5, 10, 20, 34, 50]));
      steps.push({ kind, weight });
    } else if (kind === 'pause') {
      steps.push(random.chance(0.8) ? { kind, duration: seconds(random.between(0, 10)) } : { kind: 'pause' });
    } else if (kind === 'gate') {
      const gate = { ...drawGate(random, `step-gate-${steps.length}`), at: 'step' as const };
      if (gate.kind !== 'approval') steps.push({ kind, gate });
    }
  }
  return steps;
}

const drawGates = (random: Random): readonly GateSettings[] =>
  Array.from({ length: random.between(1, 2) }, (_, index) => drawGate(random, `gate-${index}`));

function drawGate(random: Random, name: string): GateSettings {
  const at = random.pick(['before-shift', 'step', 'end', 'always'] as const);
  const sampling: Sampling = {
    interval: seconds(random.pick([1, 3])),
    count: random.between(1, 3),
    failureLimit: random.between(0, 2),
    timeout: seconds(5),
  };
  if (random.chance(0.15)) return { kind: 'approval', name, at: at === 'always' ? 'end' : at };
  if (random.chance(0.15)) {
    return {
      kind: 'compare',
      name,
      at: at === 'before-shift' ? 'step' : at,
      maxErrorRateIncrease: 0.05,
      maxLatencyRatio: 2,
      minRequests: random.pick([3, 10]),
    };
  }
  return { kind: 'command', name, at, on: 'here', run: drawTemper(random), sampling };
}

/** What a check of the simulator answers: its command says so. */
const drawTemper = (random: Random): string => random.pick(['passes', 'passes', 'passes', 'flaky', 'fails']);

const drawHook = (random: Random): HookSettings => ({
  kind: 'hook',
  name: 'hook',
  at: random.pick(fleetHookPoints),
  action: { kind: 'command', run: drawTemper(random) },
  timeout: seconds(5),
  onFailure: random.pick(['turn-back', 'ignore']),
});
