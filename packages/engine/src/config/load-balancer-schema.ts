import { z } from 'zod';
import { seconds } from '../model/duration.ts';
import type { LoadBalancerSettings } from '../model/fleet.ts';
import { duration, fields, oneOf, path, statusCodes, whole } from './schema.ts';
import { together } from './together.ts';

const healthFields = fields({
  path,
  interval: duration({ atLeast: 5, atMost: 300 }).default(seconds(5)),
  timeout: duration({ atLeast: 2, atMost: 120 }).default(seconds(2)),
  healthyThreshold: whole(2, 10, 2).default(2),
  unhealthyThreshold: whole(2, 10, 2).default(2),
  matcher: statusCodes.default('200'),
});

const healthSchema = together(healthFields, ({ interval, timeout }, { refuse }) => {
  if (interval === undefined || timeout === undefined || timeout.milliseconds < interval.milliseconds) return;
  refuse(['timeout'], `write less than the interval, which is ${interval.milliseconds / 1000}s`);
});

/** A load balancer of the config, with every default filled in. */
export const loadBalancerSchema: z.ZodType<LoadBalancerSettings> = fields({
  listen: whole(1, 65_535, 80).default(80),
  port: whole(1, 65_535, 8080),
  health: healthSchema,
  scheme: oneOf(['internet-facing', 'internal']).default('internet-facing'),
  deregistrationDelay: duration({ atMost: 3600 }).default(seconds(30)),
});
