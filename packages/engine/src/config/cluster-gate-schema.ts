import { z } from 'zod';
import type { Sampling } from '../model/check.ts';
import type { ClusterGate } from '../model/cluster.ts';
import type { Duration } from '../model/duration.ts';
import { seconds } from '../model/duration.ts';
import { optional } from '../rollout/optional.ts';
import { checkName } from './gate-schema.ts';
import { byKind, duration, fields, nonEmpty, oneOf, path, statusCodes, variable, whole } from './schema.ts';
import { together } from './together.ts';
import type { Known, Verdict } from './together.ts';

const common = <const Kind extends string>(kind: Kind, maxBehind: number, timeout: number) =>
  ({
    kind: z.literal(kind),
    name: checkName.default(kind),
    interval: duration({ atLeast: 1, atMost: 60 }).default(seconds(2)),
    timeout: duration({ atLeast: 1, atMost: 300 }).default(seconds(timeout)),
    maxBehind: whole(0, Number.MAX_SAFE_INTEGER, maxBehind).default(maxBehind),
  }) as const;

const pemFile = nonEmpty("write the path of a PEM file, such as 'pki/ca.pem'").optional();
const reached = (port: number, from: 'here' | 'member') =>
  ({
    port: whole(1, 65_535, port).default(port),
    scheme: oneOf(['http', 'https']).default('http'),
    from: oneOf(['here', 'member']).default(from),
    caFile: pemFile,
    certFile: pemFile,
    keyFile: pemFile,
  }) as const;

const quorum = z
  .union([z.literal('majority'), z.literal('all'), whole(1, 50, 2)], {
    error: "write 'majority', 'all' or a number of members",
  })
  .default('majority');

interface Files {
  readonly scheme: 'http' | 'https';
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** Certificates are of use with TLS alone, and one of the client's needs its key. */
function checkFiles(gate: Known<Files>, { refuse, wrong }: Verdict): void {
  for (const field of ['caFile', 'certFile', 'keyFile'] as const) {
    if (gate[field] !== undefined && gate.scheme === 'http')
      refuse([field], "write scheme: 'https' beside it, or remove it");
  }
  if (gate.certFile !== undefined && gate.keyFile === undefined && !wrong('keyFile'))
    refuse(['keyFile'], 'write the path of the key that belongs to certFile');
  if (gate.keyFile !== undefined && gate.certFile === undefined && !wrong('certFile'))
    refuse(['certFile'], 'write the path of the certificate that belongs to keyFile');
}

interface Read extends Partial<Omit<Files, 'scheme'>> {
  readonly interval: Duration;
  readonly timeout: Duration;
  readonly tokenFrom?: string | undefined;
}

/** Each answer counts by itself: what has to last is a matter of the strategy's times. */
function settled<Gate extends Read>(read: Gate) {
  const { interval, timeout, caFile, certFile, keyFile, tokenFrom, ...gate } = read;
  const sampling: Sampling = { interval, count: 1, failureLimit: 0, timeout };
  return { ...gate, sampling, ...optional({ caFile, certFile, keyFile, tokenFrom }) };
}

const etcdSchema = together(
  fields({ ...common('etcd', 100, 5), ...reached(2379, 'here') }),
  checkFiles,
).transform(settled);

const consulSchema = together(
  fields({
    ...common('consul', 250, 5),
    ...reached(8500, 'member'),
    tokenFrom: variable('CONSUL_HTTP_TOKEN').optional(),
  }),
  checkFiles,
).transform(settled);

const commandSchema = fields({
  ...common('member-command', 100, 10),
  on: oneOf(['here', 'member']).default('here'),
  run: nonEmpty("write a shell command, such as './is-healthy.sh'"),
  quorum,
}).transform(settled);

const httpSchema = together(
  fields({
    ...common('member-http', 100, 5),
    ...reached(8080, 'here'),
    port: whole(1, 65_535, 8080),
    path,
    matcher: statusCodes.default('200-299'),
    quorum,
  }),
  checkFiles,
).transform(settled);

const fix = 'write etcd(), consul(), memberCommand({ run }) or memberHttp({ path, port })';

/** What a cluster says of itself, with every default filled in. */
export const clusterGateSchema: z.ZodType<ClusterGate> = byKind<ClusterGate>(
  {
    etcd: etcdSchema,
    consul: consulSchema,
    'member-command': commandSchema,
    'member-http': httpSchema,
  },
  fix,
);
