import { z } from 'zod';
import type { BeforeStop, ClusterSettings } from '../model/cluster.ts';
import { seconds } from '../model/duration.ts';
import { optional } from '../rollout/optional.ts';
import { clusterGateSchema } from './cluster-gate-schema.ts';
import { checkCluster } from './cluster-rules.ts';
import { blocks, environmentFields, networkFields, sharedSettings } from './environment-schema.ts';
import { gateSchema } from './gate-schema.ts';
import { loadBalancerSchema } from './load-balancer-schema.ts';
import { membersSchema } from './member-schema.ts';
import { oneAtATimeSchema } from './one-at-a-time-schema.ts';
import { duration, fields, nonEmpty, oneOf, text } from './schema.ts';
import type { EnvironmentSpec } from './spec.ts';
import { together } from './together.ts';
import { volumeSchema } from './volume-schema.ts';

/** A cluster has no moment before a shift, and often no load balancer: gates ask members, after each, unless told. */
const gate = z.preprocess((value) => {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return value;
  const from = value.kind === 'http' ? { from: 'instances' } : {};
  const at = value.kind === 'alarms' || value.kind === 'analysis' ? {} : { at: 'step' };
  return { ...at, ...from, ...value };
}, gateSchema);

const beforeStopSchema: z.ZodType<BeforeStop> = fields({
  run: nonEmpty("write a shell command, such as 'etcdctl move-leader …'"),
  timeout: duration({ atLeast: 1, atMost: 3600 }).default(seconds(60)),
  onFailure: oneOf(['stop', 'ignore']).default('stop'),
});

const dnsPattern = /^([a-z0-9_-]{1,63}\.)+[a-z0-9-]{1,63}\.?$/i;

const dnsNameSchema = fields({
  zone: text(
    /^(Z[A-Z0-9]{5,}|([a-z0-9_-]{1,63}\.)+[a-z0-9-]{1,63}\.?)$/i,
    "write the name or the id of a hosted zone, such as 'example.com'",
  ),
  name: text(dnsPattern, "write a name in the zone, such as 'etcd.example.com'"),
});

const portFix = "write a port from 1 to 65535, such as 2379 or '8301/udp'";

/** TCP, where nothing is said. */
const portSchema = z.union(
  [
    z
      .number()
      .int()
      .min(1)
      .max(65_535)
      .transform((port) => ({ port, protocol: 'tcp' })),
    z
      .string()
      .regex(/^\d{1,5}\/(tcp|udp)$/)
      .transform((text) => {
        const [port, protocol = ''] = text.split('/');
        return { port: Number(port), protocol };
      })
      .refine(({ port }) => port >= 1 && port <= 65_535, { error: portFix }),
  ],
  { error: portFix },
);

const clusterFields = (environment: string) =>
  fields({
    kind: z.literal('cluster'),
    ...environmentFields,
    gates: z.array(gate, { error: 'write a list of gates, such as [httpGate({ … })]' }).default([]),
    members: membersSchema(environment),
    volumes: z.array(volumeSchema, { error: 'write a list of volumes' }).default([]),
    health: clusterGateSchema,
    ports: z
      .array(portSchema, { error: "write a list of ports, such as [2379, 2380] or [8301, '8301/udp']" })
      .default([]),
    network: fields({ ...networkFields, allowFrom: blocks.default([]) }).prefault({
      vpc: undefined,
      subnets: [],
      sshFrom: [],
      allowFrom: [],
    }),
    start: nonEmpty("write a shell script, such as 'systemctl start etcd'").optional(),
    beforeStop: beforeStopSchema.optional(),
    bootstrap: oneOf(['parallel', 'one-at-a-time']).default('parallel'),
    downgrade: oneOf(['allowed', 'refused']).default('refused'),
    loadBalancer: loadBalancerSchema.optional(),
    dnsName: dnsNameSchema.optional(),
    strategy: oneAtATimeSchema.prefault({ kind: 'one-at-a-time' }),
  });

/** A `cluster()` of the config, with every default filled in; its members may be called after their environment. */
export const clusterSchema = (environment: string): z.ZodType<Omit<EnvironmentSpec, 'name'>> =>
  together(clusterFields(environment), checkCluster).transform((cluster) => {
    const { cloud, region, image, members, volumes, health, network, ports } = cluster;
    const { start, beforeStop, bootstrap, downgrade, loadBalancer, dnsName, strategy } = cluster;
    const udpPorts = ports.filter(({ protocol }) => protocol === 'udp').map(({ port }) => port);
    const settings: ClusterSettings = {
      kind: 'cluster',
      ...sharedSettings(cluster),
      members,
      volumes,
      health,
      ports: ports.filter(({ protocol }) => protocol === 'tcp').map(({ port }) => port),
      ...(udpPorts.length === 0 ? {} : { udpPorts }),
      allowFrom: network.allowFrom,
      ...optional({ start, beforeStop }),
      bootstrap,
      downgrade,
      ...optional({ loadBalancer, dnsName }),
      strategy,
    };
    return { cloud, ...optional({ region }), image, settings };
  });
