import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { matchOperation } from '../../../src/wire/protocols/rest-route.ts';
import { describeServices, type Service } from '../../../src/wire/service.ts';
import type { WireRequest } from '../../../src/wire/message.ts';
import type { Operation } from '../../../src/wire/operation.ts';
import { sampler } from '../sample.ts';
import { SERVED_CLIENTS } from '../served-clients.ts';

// The SDK's schemas are what the wire is made of, and its clients read what they wrote themselves. botocore has its
// models from AWS by another way, and its own code for every protocol: what both agree on is not our misreading.

/** Debian's Python has the package python3-botocore; another Python on the path may have it too. */
const PYTHON = ['/usr/bin/python3', 'python3'].find(
  (python) => spawnSync(python, ['-c', 'import botocore']).status === 0,
);

/** botocore's name of each service, and the fewest operations that it must know for the test to mean something. */
const SERVICES: Readonly<Record<string, readonly [id: string, operations: number]>> = {
  ec2: ['EC2', 550],
  autoscaling: ['Auto Scaling', 60],
  elbv2: ['Elastic Load Balancing v2', 30],
  s3: ['S3', 90],
  sts: ['STS', 8],
  iam: ['IAM', 150],
  cloudwatch: ['CloudWatch', 35],
  route53: ['Route 53', 60],
  dlm: ['DLM', 8],
};

test.runIf(process.env['CI'] !== undefined)('botocore is there in CI', () => {
  expect(
    PYTHON,
    'install python3-botocore: without it the wire is checked against the JS SDK alone',
  ).toBeDefined();
});

interface Asked {
  readonly botocore?: string;
  readonly done?: true;
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly output?: Readonly<Record<string, unknown>>;
  readonly members: readonly string[];
  /** Why the client could not read an output. */
  readonly problem?: string;
}

interface Findings {
  readonly inputs: Map<string, number>;
  readonly outputs: Map<string, number>;
  readonly differences: string[];
}

test.skipIf(PYTHON === undefined)(
  `botocore writes what we read and reads what we write${PYTHON === undefined ? ' (skipped: install python3-botocore)' : ''}`,
  async () => {
    const findings = await converse(PYTHON ?? '');
    expect(findings.differences).toEqual([]);
    for (const [name, [, fewest]] of Object.entries(SERVICES)) {
      expect(findings.inputs.get(name), `inputs of ${name}`).toBeGreaterThanOrEqual(fewest);
      expect(findings.outputs.get(name), `outputs of ${name}`).toBeGreaterThanOrEqual(fewest);
    }
  },
  120_000,
);

/** Answers the Python client's messages until it is done. */
async function converse(python: string): Promise<Findings> {
  const script = fileURLToPath(new URL('client.py', import.meta.url));
  const client = spawn(python, [script, ...Object.keys(SERVICES)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const findings: Findings = { inputs: new Map(), outputs: new Map(), differences: [] };
  const sample = sampler();
  let expected: { readonly output: Record<string, unknown>; readonly asked: Asked } | undefined;
  const answer = (value: object): void => void client.stdin.write(`${JSON.stringify(value)}\n`);
  try {
    for await (const line of createInterface({ input: client.stdout })) {
      const asked = JSON.parse(line) as Asked;
      if (asked.done) return findings;
      if (asked.botocore !== undefined) {
        answer({});
      } else if (expected) {
        note(findings, 'outputs', expected.asked, missingMembers(expected.output, asked));
        expected = undefined;
        answer({});
      } else {
        const response = respond(findings, asked, sample);
        if (response) expected = { output: response.output, asked };
        answer(response?.wire ?? {});
      }
    }
  } finally {
    client.kill();
  }
  throw new Error('the botocore client ended before it was done');
}

const services = new Map(describeServices().map((service) => [service.id, service]));

function find(asked: Asked): {
  service: Service;
  operations: readonly Operation[];
  operation: Operation | undefined;
} {
  const id = SERVICES[asked.service]?.[0] ?? '';
  const service = services.get(id);
  const operations = SERVED_CLIENTS.find(({ name }) => name === id)?.operations ?? [];
  if (!service) throw new Error(`no service of ours is ${asked.service}`);
  return { service, operations, operation: operations.find(({ name }) => name === asked.operation) };
}

/** Reads the request and writes a response; nothing where the two models do not share the operation. */
function respond(
  findings: Findings,
  asked: Asked,
  sample: ReturnType<typeof sampler>,
): { readonly wire: object; readonly output: Record<string, unknown> } | undefined {
  const { service, operations, operation } = find(asked);
  if (!operation || UNLIKE.has(operation.name)) return undefined;
  const request: WireRequest = { ...asked, body: Buffer.from(asked.body, 'base64') };
  if (service.protocol === 'restXml' || service.protocol === 'restJson') {
    const candidates = operations.map((candidate) => ({ operation: candidate }));
    const query = new URLSearchParams(request.search);
    const routed = matchOperation(candidates, { request, query })?.operation.name;
    if (routed !== operation.name) note(findings, 'inputs', asked, `is taken for ${routed}`);
  }
  // Debian's botocore is of the time when every one of the services was spoken to in forms or as REST.
  const { codec } = service.form ?? service.own;
  const input = simple(codec.decode(operation, request));
  note(findings, 'inputs', asked, difference(asked.input, input));
  const output = withNumericMarkers(sample(operation.output)) as Record<string, unknown>;
  const { status, headers, body } = codec.encode(operation, output, 'request-id');
  const bytes = Buffer.from(body as string | Uint8Array);
  return {
    wire: { status, headers, body: bytes.toString('base64') },
    output: simple(output) as Record<string, unknown>,
  };
}

/** Operations whose answers are streams of events, or that botocore changes by hand before and after its model. */
const UNLIKE = new Set([
  'SelectObjectContent',
  'ListDirectoryBuckets',
  'WriteGetObjectResponse',
  'GetBucketLocation',
]);

/** S3's page markers are text to the SDK and numbers to botocore: here they are text that is a number. */
function withNumericMarkers(value: unknown): unknown {
  if (!isObject(value) || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [
      name,
      name.endsWith('PartNumberMarker') ? '7' : withNumericMarkers(child),
    ]),
  );
}

function note(
  findings: Findings,
  side: 'inputs' | 'outputs',
  asked: Asked,
  problem: string | undefined,
): void {
  if (problem === undefined) findings[side].set(asked.service, (findings[side].get(asked.service) ?? 0) + 1);
  else findings.differences.push(`${asked.service} ${asked.operation} ${side}: ${problem}`);
}

/** Everything that botocore's model of the output has, and ours wrote, has to have arrived. */
function missingMembers(
  written: Record<string, unknown>,
  { output = {}, members, problem }: Asked,
): string | undefined {
  if (problem !== undefined) return problem;
  const lost = members.find((name) => written[name] !== undefined && !(name in output));
  return lost === undefined ? difference(output, written) : `${lost} did not arrive`;
}

/**
 * The first difference, or undefined. Members that only the left has are passed over: the two models are of
 * different months.
 */
function difference(left: unknown, right: unknown, at = ''): string | undefined {
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return `${at}: ${left.length} items, not ${right.length}`;
    return first(left.map((item, index) => difference(item, right[index], `${at}[${index}]`)));
  }
  if (isObject(left) && isObject(right)) {
    return first(
      Object.entries(left).map(([name, child]) =>
        name in right ? difference(child, right[name], `${at}.${name}`) : undefined,
      ),
    );
  }
  // A streamed body is bytes on one side and text on the other.
  if (typeof left === 'string' && isObject(right) && typeof right['blob'] === 'string') {
    return difference(left, Buffer.from(right['blob'], 'base64').toString(), at);
  }
  // The models do not agree about the type of some numbers.
  return String(left) === String(right)
    ? undefined
    : `${at}: ${JSON.stringify(left)}, not ${JSON.stringify(right)}`;
}

function first(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value in the form in which the client tells its own. */
function simple(value: unknown): unknown {
  if (value instanceof Date) return { timestamp: Math.round(value.getTime() / 1000) };
  if (value instanceof Uint8Array) return { blob: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(simple);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, simple(child)]));
}
