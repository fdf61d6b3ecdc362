import { z } from 'zod';
import { seconds } from '../model/duration.ts';
import type { FleetSettings } from '../model/fleet.ts';
import { checkTogether } from './fleet-rules.ts';
import { gateSchema } from './gate-schema.ts';
import { hookSchema, notifySchema } from './hook-schema.ts';
import { imageSchema } from './image-schema.ts';
import { duration, fields, nonEmpty, oneOf, statusCodes, text, whole } from './schema.ts';
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

const healthFields = fields({
  path: text(/^\/[\x21-\x7e]*$/, "write a path that starts with a slash, such as '/healthz'"),
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

const portFix = 8080;
const awsName = (what: string, prefix: string): z.ZodString =>
  text(
    new RegExp(`^${prefix}-[0-9a-f]{8,17}$`),
    `write the id of a ${what}, such as '${prefix}-0123456789abcdef0'`,
  );

const cidrPattern = /^(\d{1,3}\.){3}\d{1,3}\/(\d|[12]\d|3[0-2])$/;

const blocks = z.array(text(cidrPattern, "write a block of addresses, such as '10.0.0.0/8'"), {
  error: 'write a list of blocks',
});

const fleetFields = fields({
  kind: z.literal('fleet', { error: 'write fleet({ … })' }),
  cloud: oneOf(['aws', 'local']).default('local'),
  region: text(/^[a-z]{2}(-[a-z]+)+-\d$/, "write an AWS region, such as 'eu-central-1'").optional(),
  image: imageSchema,
  instanceType: text(/^[a-z0-9-]+\.[a-z0-9-]+$/, "write an EC2 instance type, such as 't3.small'").default(
    't3.micro',
  ),
  size: sizeSchema,
  loadBalancer: fields({
    listen: whole(1, 65_535, 80).default(80),
    port: whole(1, 65_535, portFix),
    health: healthSchema,
    scheme: oneOf(['internet-facing', 'internal']).default('internet-facing'),
    deregistrationDelay: duration({ atMost: 3600 }).default(seconds(30)),
  }),
  strategy: strategySchema.prefault({ kind: 'blue-green' }),
  network: fields({
    vpc: awsName('VPC', 'vpc').optional(),
    subnets: z.array(awsName('subnet', 'subnet'), { error: 'write a list of subnet ids' }).default([]),
    sshFrom: blocks.default([]),
    probeFrom: blocks.optional(),
  }).prefault({}),
  keyName: z.string({ error: 'write the name of an EC2 key pair' }).min(1).optional(),
  instanceProfile: z.string({ error: 'write the name of an IAM instance profile' }).min(1).optional(),
  userData: z.string({ error: 'write cloud-init user data as text' }).optional(),
  healthCheckGracePeriod: duration({ atMost: 7200 }).optional(),
  tags: z
    .record(z.string(), z.string({ error: 'write text' }), { error: 'write { key: value }' })
    .default({}),
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
  gates: z.array(gateSchema, { error: 'write a list of gates, such as [httpGate({ … })]' }).default([]),
  hooks: z.array(hookSchema, { error: 'write a list of hooks, such as [hook({ … })]' }).default([]),
  notify: z
    .array(notifySchema, { error: "write a list, such as [slack({ urlFrom: 'SLACK_URL' })]" })
    .default([]),
  ssh: fields({
    user: nonEmpty("write the user to log in as, such as 'admin'"),
    privateKey: nonEmpty("write the path of a private key, such as '~/.ssh/shop'"),
    port: whole(1, 65_535, 22).default(22),
  }).optional(),
});

/** A `fleet()` of the config, with every default filled in. */
export const fleetSchema: z.ZodType<Omit<EnvironmentSpec, 'name'>> = together(
  fleetFields,
  checkTogether,
).transform((fleet) => {
  const { cloud, region, image, network, probe, keyName, instanceProfile, userData } = fleet;
  const { vpc, subnets, sshFrom, probeFrom } = network;
  const settings: FleetSettings = {
    instanceType: fleet.instanceType,
    size: fleet.size,
    loadBalancer: fleet.loadBalancer,
    ...(vpc === undefined ? {} : { vpc }),
    subnets,
    sshFrom,
    ...(probeFrom === undefined ? {} : { probeFrom }),
    ...(keyName === undefined ? {} : { keyName }),
    ...(instanceProfile === undefined ? {} : { instanceProfile }),
    ...(userData === undefined ? {} : { userData }),
    // Not shorter than the deadline, or Auto Scaling replaces what we still wait for.
    healthCheckGracePeriod: fleet.healthCheckGracePeriod ?? fleet.strategy.healthyDeadline,
    tags: fleet.tags,
    probe: probe === 'off' ? 'off' : { ...probe, path: probe.path ?? fleet.loadBalancer.health.path },
    strategy: fleet.strategy,
    gates: fleet.gates,
    hooks: fleet.hooks,
    ...(fleet.ssh === undefined ? {} : { ssh: fleet.ssh }),
    notifications: fleet.notify,
  };
  return { cloud, ...(region === undefined ? {} : { region }), image, settings };
});
