import { z } from 'zod';
import type { AnalysisGate, GateSettings, Sampling } from '../model/check.ts';
import { seconds } from '../model/duration.ts';
import {
  byKind,
  duration,
  fields,
  misplaced,
  nonEmpty,
  oneOf,
  path,
  share,
  statusCodes,
  text,
  whole,
} from './schema.ts';
import { together } from './together.ts';

const points = ['before-shift', 'step', 'end', 'always'] as const;

/** Of a gate or a hook, as commands and messages name it. */
export const checkName: z.ZodString = text(
  /^[a-z0-9][a-z0-9-]{0,39}$/,
  "write lower-case letters, digits and dashes, such as 'smoke'",
);

const sampling = (interval: number, count: number, timeout: number) =>
  ({
    interval: duration({ atLeast: 1 }).default(seconds(interval)),
    count: whole(1, 1000, count).default(count),
    failureLimit: whole(0, 1000, 1).default(0),
    timeout: duration({ atLeast: 1, atMost: 3600 }).default(seconds(timeout)),
  }) as const;

/** Puts the four fields of sampling where the settings have them. */
function sampled<Gate extends Sampling>({
  interval,
  count,
  failureLimit,
  timeout,
  ...rest
}: Gate): Omit<Gate, keyof Sampling> & { readonly sampling: Sampling } {
  return { ...rest, sampling: { interval, count, failureLimit, timeout } };
}

const from = oneOf(['outside', 'instances']);
const run = nonEmpty("write a shell command, such as './smoke-test.sh'");

const httpSchema = fields({
  kind: z.literal('http'),
  name: checkName.default('http'),
  at: oneOf(points).default('before-shift'),
  from: from.default('outside'),
  path,
  port: whole(1, 65_535, 8080).optional(),
  matcher: statusCodes.default('200-299'),
  contains: nonEmpty('write text that the answer must hold').optional(),
  ...sampling(5, 3, 5),
}).transform(({ port, contains, ...gate }) => ({
  ...sampled(gate),
  ...(port === undefined ? {} : { port }),
  ...(contains === undefined ? {} : { contains }),
}));

const tcpSchema = fields({
  kind: z.literal('tcp'),
  name: checkName.default('tcp'),
  at: oneOf(points).default('before-shift'),
  from: from.default('instances'),
  port: whole(1, 65_535, 8080),
  ...sampling(5, 3, 5),
}).transform(sampled);

const commandSchema = fields({
  kind: z.literal('command'),
  name: checkName.default('command'),
  at: oneOf(points).default('before-shift'),
  on: oneOf(['here', 'instances']).default('here'),
  run,
  ...sampling(10, 1, 60),
}).transform(sampled);

const alarmsSchema = fields({
  kind: z.literal('alarms'),
  name: checkName.default('alarms'),
  at: oneOf(points).default('always'),
  names: z
    .array(nonEmpty('write the name of a CloudWatch alarm'), {
      error: "write a list of alarms, such as ['errors']",
    })
    .min(1, { error: "name an alarm, such as ['errors']" })
    .max(100, { error: 'name at most 100 alarms' }),
  ...sampling(10, 3, 10),
}).transform(sampled);

const metricSchema = fields({
  namespace: nonEmpty("write a namespace, such as 'AWS/ApplicationELB'"),
  metric: nonEmpty("write the name of a metric, such as 'TargetResponseTime'"),
  dimensions: z
    .record(z.string(), nonEmpty('write text'), { error: 'write { LoadBalancer: … }' })
    .default({}),
  statistic: text(
    /^(Average|Sum|Minimum|Maximum|SampleCount|(p|tm|tc|ts|wm)\d{1,2}(\.\d+)?|IQM)$/,
    "write a statistic, such as 'Average', 'Sum' or 'p99'",
  ).default('Average'),
  period: duration({ atLeast: 1, atMost: 86_400 })
    .refine(({ milliseconds: ms }) => ms % 60_000 === 0 || [1, 5, 10, 20, 30].includes(ms / 1000), {
      error: "write whole minutes, or '1s', '5s', '10s', '20s' or '30s' for a metric of high resolution",
    })
    .default(seconds(60)),
});

const number = z.number({ error: 'write a number, such as 0.01' });

const analysisFields = fields({
  kind: z.literal('analysis'),
  name: checkName.default('analysis'),
  at: oneOf(points).default('end'),
  metric: metricSchema.optional(),
  script: run.optional(),
  atMost: number.optional(),
  atLeast: number.optional(),
  ...sampling(60, 3, 60),
});

const analysisSchema = together(analysisFields, ({ metric, script, atMost, atLeast }, { refuse, wrong }) => {
  if (metric === undefined && script === undefined && !wrong('metric') && !wrong('script'))
    refuse(['metric'], 'write metric: { … }, or script with a command');
  if (metric !== undefined && script !== undefined)
    refuse(['script'], 'remove it, or metric: an analysis measures one number');
  if (atMost === undefined && atLeast === undefined && !wrong('atMost') && !wrong('atLeast'))
    refuse(['atMost'], 'write atMost or atLeast: what the number must be');
  if (atMost !== undefined && atLeast !== undefined && atLeast > atMost)
    refuse(['atLeast'], `write at most ${atMost}, which is atMost`);
}).transform(({ metric, script, atMost, atLeast, ...gate }): AnalysisGate => {
  return {
    ...sampled(gate),
    measure: metric === undefined ? { kind: 'script', run: script ?? '' } : { kind: 'metric', query: metric },
    success: {
      ...(atMost === undefined ? {} : { atMost }),
      ...(atLeast === undefined ? {} : { atLeast }),
    },
  };
});

const compareSchema = fields({
  kind: z.literal('compare'),
  name: checkName.default('compare'),
  at: oneOf(points).default('before-shift'),
  maxErrorRateIncrease: share.default(0.01),
  maxLatencyRatio: z
    .number({ error: 'write a number from 1, such as 2' })
    .min(1, { error: 'write a number from 1, such as 2' })
    .default(2),
  minRequests: whole(1, 1_000_000, 100).default(100),
});

const approvalSchema = fields({
  kind: z.literal('approval'),
  name: checkName.default('approval'),
  at: oneOf(['before-shift', 'step', 'end']).default('before-shift'),
});

/** Kinds of gates, as the settings have them. */
export const gateKinds = ['http', 'tcp', 'command', 'alarms', 'analysis', 'compare', 'approval'] as const;

const ownWord = 'write it as the health of a cluster({ … })';

/** A gate of the config, with every default filled in. */
export const gateSchema: z.ZodType<GateSettings> = byKind<GateSettings>(
  {
    http: httpSchema,
    tcp: tcpSchema,
    command: commandSchema,
    alarms: alarmsSchema,
    analysis: analysisSchema,
    compare: compareSchema,
    approval: approvalSchema,
    ...Object.fromEntries(
      ['etcd', 'consul', 'member-command', 'member-http'].map((kind) => [kind, misplaced(ownWord)]),
    ),
  },
  'write a gate, such as httpGate({ … }), alarms({ … }) or approval()',
);
