import { z } from 'zod';
import type { OneAtATimeSettings } from '../model/cluster.ts';
import { milliseconds, minutes, seconds } from '../model/duration.ts';
import { byKind, duration, fields, misplaced, truth } from './schema.ts';
import { together } from './together.ts';

const fix = 'write oneAtATime({ … })';

const fleetStrategies = Object.fromEntries(
  ['blue-green', 'canary', 'rolling'].map((kind) => [
    kind,
    misplaced(`${fix}: members of a cluster are replaced on their own addresses and volumes`),
  ]),
);

const oneAtATimeFields = fields({
  kind: z.literal('one-at-a-time'),
  healthyDeadline: duration({ atLeast: 1 }).default(minutes(10)),
  stopDeadline: duration({ atLeast: 1 }).default(minutes(5)),
  minHealthyTime: duration({}).default(seconds(10)),
  firstMemberBakeTime: duration({}).default(seconds(0)),
  bakeTime: duration({}).default(seconds(10)),
  progressDeadline: duration({ atLeast: 1 }).optional(),
  autoRollback: truth.default(true),
  snapshots: truth.default(true),
});

type Times = Pick<OneAtATimeSettings, 'stopDeadline' | 'healthyDeadline' | 'minHealthyTime'>;

/** What one member may take. */
const leastOf = ({ stopDeadline, healthyDeadline, minHealthyTime }: Times): number =>
  stopDeadline.milliseconds + healthyDeadline.milliseconds + minHealthyTime.milliseconds;

/** The strategy of a cluster, with every default filled in. */
export const oneAtATimeSchema: z.ZodType<OneAtATimeSettings> = byKind<OneAtATimeSettings>(
  {
    ...fleetStrategies,
    'one-at-a-time': together(oneAtATimeFields, (known, { refuse }) => {
      const { stopDeadline, healthyDeadline, minHealthyTime, progressDeadline } = known;
      if (stopDeadline === undefined || healthyDeadline === undefined || minHealthyTime === undefined) return;
      const least = leastOf({ stopDeadline, healthyDeadline, minHealthyTime });
      if (progressDeadline === undefined || progressDeadline.milliseconds >= least) return;
      const parts = 'stopDeadline, healthyDeadline and minHealthyTime';
      refuse(['progressDeadline'], `write at least ${least / 1000}s: ${parts} together`);
    }).transform(({ progressDeadline, ...strategy }): OneAtATimeSettings => {
      const longest = milliseconds(Math.max(leastOf(strategy), minutes(30).milliseconds));
      return { ...strategy, progressDeadline: progressDeadline ?? longest };
    }),
  },
  fix,
);
