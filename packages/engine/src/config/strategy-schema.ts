import { z } from 'zod';
import type { Duration } from '../model/duration.ts';
import { milliseconds, minutes, seconds } from '../model/duration.ts';
import type { CanaryStep, RollingSettings, StrategySettings } from '../model/fleet.ts';
import { gateKinds, gateSchema } from './gate-schema.ts';
import { byKind, duration, fields, growing, misplaced, oneOf, truth, whole } from './schema.ts';
import { together } from './together.ts';
import type { Known, Verdict } from './together.ts';

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

const stepsSchema = together(
  z.array(stepSchema, { error: 'write a list of steps, such as [setWeight(10), pause()]' }),
  (steps, { refuse }) => {
    let last = 0;
    for (const [index, step] of steps.entries()) {
      if (step?.kind !== 'set-weight' || step.weight === undefined) continue;
      if (step.weight <= last) {
        const message =
          last === 100
            ? 'remove it: 100 is reached before'
            : `write more than ${last}, which is reached before`;
        refuse([index, 'weight'], message);
      }
      last = Math.max(last, step.weight);
    }
  },
).prefault(defaultSteps);

const batchSchema: z.ZodType<RollingSettings['batch']> = z.unknown().transform((value, context) => {
  const percent = typeof value === 'string' ? /^(\d{1,3})%$/.exec(value)?.[1] : undefined;
  if (percent !== undefined && Number(percent) >= 1 && Number(percent) <= 100)
    return { percent: Number(percent) };
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1000)
    return { count: value };
  context.addIssue({ code: 'custom', message: "write a number of instances, or a share such as '25%'" });
  return z.NEVER;
});

const rollingFields = fields({
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
});

const rollingSchema = together(rollingFields, (rolling, { refuse }) => {
  const { minHealthyPercentage: min, maxHealthyPercentage: max, bakeTime } = rolling;
  if (min === 100 && max === 100)
    refuse(
      ['maxHealthyPercentage'],
      'write at least 101, or less than 100 for minHealthyPercentage: nothing could move',
    );
  if (rolling.engine !== 'instance-refresh') return;
  if (min !== undefined && max !== undefined && max - min > 100)
    refuse(
      ['maxHealthyPercentage'],
      `write at most ${min + 100}: AWS allows 100 more than minHealthyPercentage`,
    );
  if (rolling.batch !== undefined)
    refuse(['batch'], 'remove it: an instance refresh sizes its batches by the healthy percentages');
  if (rolling.zoneByZone === true)
    refuse(['zoneByZone'], "remove it, or write engine: 'imago', which can do that");
  if (bakeTime !== undefined && bakeTime.milliseconds > 172_800_000)
    refuse(['bakeTime'], 'write at most 48h, as AWS allows');
});

const strategyFix = 'write blueGreen({ … }), canary({ … }) or rolling({ … })';

/** A strategy, with every default filled in. */
export const strategySchema: z.ZodType<StrategySettings> = byKind<StrategySettings>(
  {
    'blue-green': together(fields({ kind: z.literal('blue-green'), ...twoSided }), checkDeadline).transform(
      withDeadline,
    ),
    canary: together(
      fields({
        kind: z.literal('canary'),
        ...twoSided,
        steps: stepsSchema,
        matchTrafficWeight: truth.default(false),
      }),
      checkDeadline,
    ).transform(withDeadline),
    rolling: together(rollingSchema, checkDeadline).transform((rolling) =>
      withDeadline({ ...rolling, batch: rolling.batch ?? { percent: 25 } }),
    ),
    'one-at-a-time': misplaced(`${strategyFix}: oneAtATime() is for a cluster({ … })`),
  },
  strategyFix,
);

interface Deadlines {
  readonly minHealthyTime: Duration;
  readonly healthyDeadline: Duration;
  readonly progressDeadline?: Duration | undefined;
}

const leastOf = ({ minHealthyTime, healthyDeadline }: Deadlines): number =>
  healthyDeadline.milliseconds + minHealthyTime.milliseconds;

/** The deadline of the whole is never before that of one instance. */
function checkDeadline(
  { minHealthyTime, healthyDeadline, progressDeadline }: Known<Deadlines>,
  { refuse }: Verdict,
): void {
  if (minHealthyTime === undefined || healthyDeadline === undefined || progressDeadline === undefined) return;
  const least = leastOf({ minHealthyTime, healthyDeadline });
  if (progressDeadline.milliseconds < least)
    refuse(
      ['progressDeadline'],
      `write at least ${least / 1000}s: healthyDeadline and minHealthyTime together`,
    );
}

function withDeadline<Strategy extends Deadlines>(
  strategy: Strategy,
): Strategy & { readonly progressDeadline: Duration } {
  const longest = Math.max(leastOf(strategy), minutes(10).milliseconds);
  return { ...strategy, progressDeadline: strategy.progressDeadline ?? milliseconds(longest) };
}
