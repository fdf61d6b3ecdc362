import { describe, expect, test } from 'vitest';
import {
  analysis,
  blueGreen,
  canary,
  compare,
  loadSpec,
  minutes,
  pause,
  rolling,
  seconds,
  setWeight,
  strategyKinds,
  strategyNamed,
} from '@imago/engine';
import type { FleetOptions, StrategySettings } from '@imago/engine';
import { problemsOf, project, settingsOf } from './fleet-config.ts';

const strategyOf = (options: Partial<FleetOptions>): StrategySettings => settingsOf(options).strategy;

describe('strategies', () => {
  test.each(strategyKinds)('%s has a form with nothing but defaults', (kind) => {
    expect(strategyNamed(kind)).toMatchObject({
      kind,
      minHealthyTime: seconds(10),
      healthyDeadline: minutes(5),
      progressDeadline: minutes(10),
      bakeTime: seconds(3),
      autoRollback: true,
    });
  });

  test('rolling replaces a quarter at a time, new instances first', () => {
    expect(strategyNamed('rolling')).toMatchObject({
      engine: 'imago',
      batch: { percent: 25 },
      minHealthyPercentage: 100,
      maxHealthyPercentage: 125,
      checkpoints: [],
      skipMatching: true,
      standbyInstances: 'wait',
      scaleInProtectedInstances: 'wait',
    });
  });

  test('a canary has its steps in order, gates among them', () => {
    const steps = [setWeight(10), pause('5m'), pause(), analysis({ script: './rate.sh', atMost: 0.01 })];
    expect(strategyOf({ strategy: canary({ steps }) })).toMatchObject({
      kind: 'canary',
      matchTrafficWeight: false,
      steps: [
        { kind: 'set-weight', weight: 10 },
        { kind: 'pause', duration: minutes(5) },
        { kind: 'pause' },
        {
          kind: 'gate',
          gate: {
            kind: 'analysis',
            name: 'analysis',
            at: 'step',
            measure: { kind: 'script', run: './rate.sh' },
            success: { atMost: 0.01 },
            sampling: { interval: seconds(60), count: 3, failureLimit: 0, timeout: seconds(60) },
          },
        },
      ],
    });
  });

  test('a batch is a number or a share', () => {
    expect(strategyOf({ strategy: rolling({ batch: 2 }) })).toMatchObject({ batch: { count: 2 } });
    expect(strategyOf({ strategy: rolling({ batch: '50%' }) })).toMatchObject({ batch: { percent: 50 } });
  });

  test('the deadline of the whole follows that of an instance', () => {
    const strategy = blueGreen({ healthyDeadline: '20m', minHealthyTime: '1m' });
    expect(strategyOf({ strategy })).toMatchObject({ progressDeadline: minutes(21) });
    expect(problemsOf({ strategy: blueGreen({ progressDeadline: '1m' }) })).toEqual([
      expect.stringMatching(/^strategy\.progressDeadline: .* write at least 310s/),
    ]);
  });
});

describe('a strategy is refused', () => {
  test('that does not exist', () => {
    expect(problemsOf({ strategy: { kind: 'big-bang' } })).toEqual([
      'strategy: {"kind":"big-bang"} is wrong; write blueGreen({ … }), canary({ … }) or rolling({ … })',
    ]);
  });

  test('with a field of another one, or one misspelt', () => {
    expect(problemsOf({ strategy: { kind: 'rolling', batchs: 2 } })).toEqual([
      'strategy.batchs: unknown field batchs; write batch',
    ]);
  });

  test('whose weights do not grow within 1 to 100', () => {
    const steps = [setWeight(20), setWeight(20), setWeight(10)];
    expect(problemsOf({ strategy: canary({ steps }) })).toEqual([
      'strategy.steps[1].weight: 20 is wrong; write more than 20, which is reached before',
      'strategy.steps[2].weight: 10 is wrong; write more than 20, which is reached before',
    ]);
    expect(problemsOf({ strategy: canary({ steps: [setWeight(0), setWeight(101)] }) })).toEqual([
      'strategy.steps[0].weight: 0 is wrong; write a whole number from 1 to 100, such as 10',
      'strategy.steps[1].weight: 101 is wrong; write a whole number from 1 to 100, such as 10',
    ]);
  });

  test('with a step that is none', () => {
    expect(problemsOf({ strategy: { kind: 'canary', steps: [10] } })).toEqual([
      'strategy.steps[0]: 10 is wrong; write setWeight(10), pause(…) or a gate such as analysis({ … })',
    ]);
  });

  test('whose checkpoints do not grow', () => {
    expect(problemsOf({ strategy: rolling({ checkpoints: [50, 25, 101] }) })).toEqual([
      'strategy.checkpoints[2]: 101 is wrong; write a whole number from 1 to 100, such as 25',
      'strategy.checkpoints[1]: 25 is wrong; write more than 50, which comes before it',
    ]);
  });

  test('that could never move', () => {
    expect(problemsOf({ strategy: rolling({ maxHealthyPercentage: 100 }) })).toEqual([
      expect.stringContaining('write at least 101, or less than 100 for minHealthyPercentage'),
    ]);
    expect(
      problemsOf({ strategy: rolling({ minHealthyPercentage: 50, maxHealthyPercentage: 100 }) }),
    ).toEqual([]);
  });

  test.each([
    [{ batch: 2 }, 'strategy.batch: 2 is wrong; remove it'],
    [{ zoneByZone: true }, 'strategy.zoneByZone: true is wrong; remove it'],
    [
      { minHealthyPercentage: 50, maxHealthyPercentage: 200 },
      'strategy.maxHealthyPercentage: 200 is wrong; write at most 150',
    ],
  ])('that AWS does not take as an instance refresh: %j', (options, problem) => {
    expect(problemsOf({ strategy: rolling({ engine: 'instance-refresh', ...options }) })).toEqual([
      expect.stringContaining(problem),
    ]);
    expect(problemsOf({ strategy: rolling(options) })).toEqual([]);
  });

  test.each([0, 1.5, '0%', '101%', 'two'])('with a batch of %j', (batch) => {
    expect(problemsOf({ strategy: rolling({ batch }) })).toEqual([
      expect.stringContaining("write a number of instances, or a share such as '25%'"),
    ]);
  });

  test('with a comparison and no second side', () => {
    expect(problemsOf({ strategy: rolling(), gates: [compare()] })).toEqual([
      expect.stringContaining('rolling() has no second side'),
    ]);
  });

  test.each([
    [
      {
        kind: 'canary',
        bakeTime: 'soon',
        steps: [
          { kind: 'set-weight', weight: 50 },
          { kind: 'set-weight', weight: 10 },
        ],
      },
      ['bakeTime', 'steps[1].weight'],
    ],
    [
      {
        kind: 'canary',
        healthyDeadline: '9m',
        progressDeadline: '1m',
        steps: [{ kind: 'pause', duration: 3 }],
      },
      ['steps[0].duration', 'progressDeadline'],
    ],
    [
      { kind: 'rolling', minHealthyPercentage: 100, maxHealthyPercentage: 100, zoneByZone: 'yes' },
      ['zoneByZone', 'maxHealthyPercentage'],
    ],
  ])('tell all that is wrong in %j at once', (strategy, paths) => {
    const result = loadSpec(project({ strategy }));
    expect('problems' in result ? result.problems.map(({ path }) => path) : []).toEqual(
      paths.map((path) => `environments.production.strategy.${path}`),
    );
  });
});
