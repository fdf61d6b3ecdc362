import { z } from 'zod';
import type { FleetSettings } from '../model/fleet.ts';
import { optional } from '../rollout/optional.ts';
import { environmentFields, networkFields, sharedSettings } from './environment-schema.ts';
import { checkTogether } from './fleet-rules.ts';
import { loadBalancerSchema } from './load-balancer-schema.ts';
import { duration, fields, text, whole } from './schema.ts';
import type { EnvironmentSpec } from './spec.ts';
import { strategySchema } from './strategy-schema.ts';

const sizeSchema = fields({
  min: whole(0, 1000, 2),
  desired: whole(1, 1000, 3),
  max: whole(1, 1000, 10),
}).superRefine(({ min, desired, max }, context) => {
  if (min > max)
    context.addIssue({
      code: 'custom',
      path: ['min'],
      input: min,
      message: `write at most ${max}, which is max`,
    });
  if (desired < min || desired > max) {
    const message =
      min > max ? 'write a number between min and max' : `write a number from ${min} (min) to ${max} (max)`;
    context.addIssue({ code: 'custom', path: ['desired'], input: desired, message });
  }
});

const fleetFields = fields({
  kind: z.literal('fleet', { error: 'write fleet({ … })' }),
  ...environmentFields,
  size: sizeSchema,
  loadBalancer: loadBalancerSchema,
  strategy: strategySchema.prefault({ kind: 'blue-green' }),
  network: fields(networkFields).prefault({ vpc: undefined, subnets: [], sshFrom: [] }),
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
}).superRefine((fleet, context) => {
  checkTogether(fleet, context);
  const { network } = fleet;
  if (network.vpc === undefined || network.subnets.length >= 2) return;
  const message = 'name at least two subnets of that VPC, in two zones';
  context.addIssue({ code: 'custom', path: ['network', 'subnets'], input: network.subnets, message });
});

/** A `fleet()` of the config, with every default filled in. */
export const fleetSchema: z.ZodType<Omit<EnvironmentSpec, 'name'>> = fleetFields.transform((fleet) => {
  const { cloud, region, image, size, loadBalancer, strategy, probe } = fleet;
  const settings: FleetSettings = {
    kind: 'fleet',
    ...sharedSettings(fleet),
    size,
    loadBalancer,
    // Not shorter than the deadline, or Auto Scaling replaces what we still wait for.
    healthCheckGracePeriod: fleet.healthCheckGracePeriod ?? strategy.healthyDeadline,
    probe: probe === 'off' ? 'off' : { ...probe, path: probe.path ?? loadBalancer.health.path },
    strategy,
  };
  return { cloud, ...optional({ region }), image, settings };
});
