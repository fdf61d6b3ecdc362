import { z } from 'zod';
import type { OneAtATimeSettings } from '../model/cluster.ts';
import { milliseconds, minutes, seconds } from '../model/duration.ts';
import { byKind, duration, fields, misplaced, truth } from './schema.ts';

const fix = 'write oneAtATime({ … })';

const fleetStrategies = Object.fromEntries(
  ['blue-green', 'canary', 'rolling'].map((kind) => [
    kind,
    misplaced(`${fix}: members of a cluster are replaced on their own addresses and volumes`),
  ]),
);

/** The strategy of a cluster, with every default filled in. */
export const oneAtATimeSchema: z.ZodType<OneAtATimeSettings> = byKind<OneAtATimeSettings>(
  {
    ...fleetStrategies,
    'one-at-a-time': fields({
      kind: z.literal('one-at-a-time'),
      healthyDeadline: duration({ atLeast: 1 }).default(minutes(10)),
      stopDeadline: duration({ atLeast: 1 }).default(minutes(5)),
      minHealthyTime: duration({}).default(seconds(10)),
      firstMemberBakeTime: duration({}).default(seconds(0)),
      bakeTime: duration({}).default(seconds(10)),
      progressDeadline: duration({ atLeast: 1 }).optional(),
      autoRollback: truth.default(true),
      snapshots: truth.default(true),
    }).transform(({ progressDeadline, ...strategy }, context): OneAtATimeSettings => {
      const { stopDeadline, healthyDeadline, minHealthyTime } = strategy;
      const least = stopDeadline.milliseconds + healthyDeadline.milliseconds + minHealthyTime.milliseconds;
      if (progressDeadline !== undefined && progressDeadline.milliseconds < least) {
        const parts = 'stopDeadline, healthyDeadline and minHealthyTime';
        const message = `write at least ${least / 1000}s: ${parts} together`;
        context.addIssue({ code: 'custom', path: ['progressDeadline'], input: progressDeadline, message });
      }
      const longest = milliseconds(Math.max(least, minutes(30).milliseconds));
      return { ...strategy, progressDeadline: progressDeadline ?? longest };
    }),
  },
  fix,
);
