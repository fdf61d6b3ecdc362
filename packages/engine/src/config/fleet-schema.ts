import { z } from 'zod';
import type { FleetSettings } from '../model/fleet.ts';
import { optional } from '../rollout/optional.ts';
import { blocks, environmentFields, networkFields, sharedSettings } from './environment-schema.ts';
import { checkTogether } from './fleet-rules.ts';
import { loadBalancerSchema } from './load-balancer-schema.ts';
import { duration, fields, text, whole } from './schema.ts';
import type { EnvironmentSpec } from './spec.ts';
import { strategySchema } from './strategy-schema.ts';
import { together } from './together.ts';

const sizeSchema = together(
  fields({ min: whole(0, 1000, 2), desired: whole(1, 1000, 3), max: whole(1, 1000, 10) }),
  ({ min, desired, max }, { refuse }) => {
    if (min === undefined || max === undefined) return;
    if (min > max) refuse(['min'], `write at most ${max}, which is max`);
    if (desired !== undefined && (desired < min || desired > max))
      refuse(
        ['desired'],
        min > max ? 'write a number between min and max' : `write a number from ${min} (min) to ${max} (max)`,
      );
  },
);

const fleetFields = fields({
  kind: z.literal('fleet', { error: 'write fleet({ … })' }),
  ...environmentFields,
  size: sizeSchema,
  loadBalancer: loadBalancerSchema,
  strategy: strategySchema.prefault({ kind: 'blue-green' }),
  network: fields({ ...networkFields, probeFrom: blocks.optional() }).prefault({
    vpc: undefined,
    subnets: [],
    sshFrom: [],
  }),
  healthCheckGracePeriod: duration({ atMost: 7200 }).optional(),
  probe: z
    .union(
      [
        z.literal('off'),
        fields({
          path: text(/^\//, "write a path that starts with a slash, such as '/healthz'").optional(),
          requestsPerSecond: whole(1, 1000, 10).default(10),
        }),
      ],
      { error: "write 'off' or { path, requestsPerSecond }" },
    )
    .prefault({}),
});

/** A `fleet()` of the config, with every default filled in. */
export const fleetSchema: z.ZodType<Omit<EnvironmentSpec, 'name'>> = together(
  fleetFields,
  checkTogether,
).transform((fleet) => {
  const { cloud, region, image, size, loadBalancer, strategy, probe, network } = fleet;
  const settings: FleetSettings = {
    kind: 'fleet',
    ...sharedSettings(fleet),
    ...optional({ probeFrom: network.probeFrom }),
    size,
    loadBalancer,
    // Not shorter than the deadline, or Auto Scaling replaces what we still wait for.
    healthCheckGracePeriod: fleet.healthCheckGracePeriod ?? strategy.healthyDeadline,
    probe: probe === 'off' ? 'off' : { ...probe, path: probe.path ?? loadBalancer.health.path },
    strategy,
  };
  return { cloud, ...optional({ region }), image, settings };
});
