import { z } from 'zod';
import type { Duration } from '../model/duration.ts';
import { milliseconds, minutes, seconds } from '../model/duration.ts';
import type { CanaryStep, RollingSettings, StrategySettings } from '../model/fleet.ts';
import { gateKinds, gateSchema } from './gate-schema.ts';
import { byKind, duration, fields, growing, misplaced, oneOf, truth, whole } from './schema.ts';

const common = {
  minHealthyTime: duration({}).default(seconds(10)),
  healthyDeadline: duration({ atLeast: 1 }).default(minutes(5)),
  progressDeadline: duration({ atLeast: 1 }).optional(),
  bakeTime: duration({ atLeast: 1 }).default(seconds(3)),
  autoRollback: truth.default(true),
};
const twoSided = { ...common, keepPrevious: duration({}).default(minutes(30)) };

const stepSchema: z.ZodType<CanaryStep> = byKind<CanaryStep>(
  {
    'set-weight': fields({ kind: z.literal('set-weight'), weight: whole(1, 100, 10) }),
    pause: fields({ kind: z.literal('pause'), duration: duration({ atLeast: 1 }).optional() }).transform(
      ({ kind, duration: time }) => (time === undefined ? { kind } : { kind, duration: time }),
    ),
    ...Object.fromEntries(
      gateKinds.map((kind) => [
        kind,
        gateSchema.transform((gate) => ({ kind: 'gate' as const, gate: { ...gate, at: 'step' as const } })),
      ]),
    ),
  },
  'write setWeight(10), pause(…) or a gate such as analysis({ … })',
);

const defaultSteps = [
  { kind: 'set-weight', weight: 10 },
  { kind: 'pause', duration: '1m' },
  { kind: 'set-weight', weight: 50 },
  { kind: 'pause', duration: '1m' },
];

const stepsSchema = z
  .array(stepSchema, { error: 'write a list of steps, such as [setWeight(10), pause()]' })
  .superRefine((steps, context) => {
    let last = 0;
    for (const [index, step] of steps.entries()) {
      if (step.kind !== 'set-weight') continue;
      if (step.weight <= last) {
        const message =
          last === 100
            ? 'remove it: 100 is reached before'
            : `write more than ${last}, which is reached before`;
        context.addIssue({ code: 'custom', path: [index, 'weight'], input: step.weight, message });
      }
      last = Math.max(last, step.weight);
    }
  })
  .prefault(defaultSteps);

const batchSchema: z.ZodType<RollingSettings['batch']> = z.unknown().transform((value, context) => {
  const percent = typeof value === 'string' ? /^(\d{1,3})%$/.exec(value)?.[1] : undefined;
  if (percent !== undefined && Number(percent) >= 1 && Number(percent) <= 100)
    return { percent: Number(percent) };
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1000)
    return { count: value };
  context.addIssue({ code: 'custom', message: "write a number of instances, or a share such as '25%'" });
  return z.NEVER;
});

const rollingSchema = fields({
  kind: z.literal('rolling'),
  ...common,
  engine: oneOf(['imago', 'instance-refresh']).default('imago'),
  batch: batchSchema.optional(),
  minHealthyPercentage: whole(0, 100, 90).default(100),
  maxHealthyPercentage: whole(100, 200, 125).default(125),
  instanceWarmup: duration({}).default(seconds(0)),
  checkpoints: growing(whole(1, 100, 25), 'write a list of shares, such as [25, 50]').default([]),
  checkpointDelay: duration({ atMost: 172_800 }).default(seconds(0)),
  zoneByZone: truth.default(false),
  skipMatching: truth.default(true),
  standbyInstances: oneOf(['terminate', 'ignore', 'wait']).default('wait'),
  scaleInProtectedInstances: oneOf(['refresh', 'ignore', 'wait']).default('wait'),
}).superRefine((rolling, context) => {
  const { minHealthyPercentage: min, maxHealthyPercentage: max, bakeTime } = rolling;
  const refuse = (field: keyof typeof rolling, message: string): void =>
    context.addIssue({ code: 'custom', path: [field], input: rolling[field], message });
  if (min === 100 && max === 100)
    refuse(
      'maxHealthyPercentage',
      'write at least 101, or less than 100 for minHealthyPercentage: nothing could move',
    );
  if (rolling.engine === 'imago') return;
  if (max - min > 100)
    refuse(
      'maxHealthyPercentage',
      `write at most ${min + 100}: AWS allows 100 more than minHealthyPercentage`,
    );
  if (rolling.batch !== undefined)
    refuse('batch', 'remove it: an instance refresh sizes its batches by the healthy percentages');
  if (rolling.zoneByZone) refuse('zoneByZone', "remove it, or write engine: 'imago', which can do that");
  if (bakeTime.milliseconds > 172_800_000) refuse('bakeTime', 'write at most 48h, as AWS allows');
});

const strategyFix = 'write blueGreen({ … }), canary({ … }) or rolling({ … })';

/** A strategy, with every default filled in. */
export const strategySchema: z.ZodType<StrategySettings> = byKind<StrategySettings>(
  {
    'blue-green': fields({ kind: z.literal('blue-green'), ...twoSided }).transform(withDeadline),
    canary: fields({
      kind: z.literal('canary'),
      ...twoSided,
      steps: stepsSchema,
      matchTrafficWeight: truth.default(false),
    }).transform(withDeadline),
    rolling: rollingSchema.transform((rolling, context) =>
      withDeadline({ ...rolling, batch: rolling.batch ?? { percent: 25 } }, context),
    ),
    'one-at-a-time': misplaced(`${strategyFix}: oneAtATime() is for a cluster({ … })`),
  },
  strategyFix,
);

/** The deadline of the whole is never before that of one instance. */
function withDeadline<
  Strategy extends {
    readonly minHealthyTime: Duration;
    readonly healthyDeadline: Duration;
    readonly progressDeadline?: Duration | undefined;
  },
>(strategy: Strategy, context: z.core.$RefinementCtx): Strategy & { readonly progressDeadline: Duration } {
  const { minHealthyTime, healthyDeadline, progressDeadline } = strategy;
  const least = healthyDeadline.milliseconds + minHealthyTime.milliseconds;
  if (progressDeadline !== undefined && progressDeadline.milliseconds < least) {
    const message = `write at least ${least / 1000}s: healthyDeadline and minHealthyTime together`;
    context.addIssue({ code: 'custom', path: ['progressDeadline'], input: progressDeadline, message });
  }
  const longest = Math.max(least, minutes(10).milliseconds);
  return { ...strategy, progressDeadline: progressDeadline ?? milliseconds(longest) };
}
