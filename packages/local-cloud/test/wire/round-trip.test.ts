import { AwsJson1_0Protocol, AwsJson1_1Protocol, AwsQueryProtocol } from '@aws-sdk/core/protocols';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { HttpResponse } from '@smithy/core/transport';
import { afterAll, describe, expect, test } from 'vitest';
import type { LocalCloud } from '../../src/cloud.ts';
import { createGateway } from '../../src/wire/gateway.ts';
import type { WireRequest, WireResponse } from '../../src/wire/message.ts';
import type { Operation } from '../../src/wire/operation.ts';
import { describeServices } from '../../src/wire/service.ts';
import { comparable, sampler } from './sample.ts';
import { SERVED_CLIENTS, type AnyClient, type ServedClient } from './served-clients.ts';

/** The number of operations that each client package of the pinned versions has. */
const OPERATIONS: Readonly<Record<string, number>> = {
  EC2: 823,
  'Auto Scaling': 68,
  'Elastic Load Balancing v2': 51,
  S3: 109,
  STS: 11,
  IAM: 180,
  CloudWatch: 55,
  'Route 53': 74,
  DLM: 8,
};

/** What the S3 client adds to requests and makes of responses by itself: it is not the caller's to choose. */
const CHOSEN_BY_THE_CLIENT =
  /MD5$|^Checksum|^SSECustomer|^CopySourceSSECustomer|^ContentLength$|^ExpiresString$/;

/** `s3express` and `s3-object-lambda` sign for services of their own, and an event stream is no document. */
const NOT_ON_THIS_WIRE = new Set(['ListDirectoryBuckets', 'WriteGetObjectResponse', 'SelectObjectContent']);

interface Exchange {
  received?: { readonly operation: string; readonly input: object };
  reply: object;
}

/** What the last request brought; a request that brought nothing does not show the one before. */
function takeReceived(exchange: Exchange): Exchange['received'] {
  const { received } = exchange;
  delete exchange.received;
  return received;
}

/** A client whose requests go straight into a gateway that serves every operation: signed, routed, decoded. */
function connect({ Client, operations }: ServedClient, exchange: Exchange, config: object = {}): AnyClient {
  const gateway = createGateway({
    cloud: { now: () => new Date() } as LocalCloud,
    secretOf: () => ({ secret: 'secret' }),
    routes: operations.map((operation) => ({
      operation,
      handle: (input: object) => {
        exchange.received = { operation: operation.name, input };
        return exchange.reply;
      },
    })),
  });
  return new Client({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      handle: async (request: SentRequest) => ({ response: asHttp(await gateway.handle(asWire(request))) }),
    },
    ...config,
  });
}

interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The SDK's JSON is bytes that warn when they are asked for text, as `Buffer.from` asks all. */
function bytesOf(body: string | Uint8Array): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.concat([body]);
}

function asWire({ method, path, query, headers, body = '' }: SentRequest): WireRequest {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value ?? ''].flat().map((text) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`),
  );
  return {
    method,
    path,
    search: pairs.join('&'),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: bytesOf(body),
  };
}

function asHttp({ status, headers, body }: WireResponse): HttpResponse {
  const bytes = bytesOf(body as string | Uint8Array);
  return new HttpResponse({
    statusCode: status,
    headers: { ...headers },
    body: new ReadableStream({
      start: (controller) => {
        if (bytes.length > 0) controller.enqueue(new Uint8Array(bytes));
        controller.close();
      },
    }),
  });
}

function ofTheCaller(client: ServedClient, value: object): object {
  if (client.name !== 'S3') return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !CHOSEN_BY_THE_CLIENT.test(name)));
}

function sampleFor(
  client: ServedClient,
  sample: ReturnType<typeof sampler>,
  schema: Operation['input'],
): object {
  const value = ofTheCaller(client, sample(schema));
  return client.name === 'S3' && 'Bucket' in value ? { ...value, Bucket: 'a-bucket' } : value;
}

async function readStreams(output: Record<string, unknown>): Promise<Record<string, unknown>> {
  for (const [name, value] of Object.entries(output)) {
    if (typeof value !== 'object' || value === null || !('transformToByteArray' in value)) continue;
    output[name] = await (value as { transformToByteArray(): Promise<Uint8Array> }).transformToByteArray();
  }
  return output;
}

/** STS lets two operations go unsigned; here they are signed like all others. */
const ALWAYS_SIGNED = {
  httpAuthSchemeProvider: () => [
    {
      schemeId: 'aws.auth#sigv4',
      signingProperties: { name: 'sts', region: 'us-east-1' },
      propertiesExtractor: (config: object, context: object) => ({ signingProperties: { config, context } }),
    },
  ],
};

/** The services that speak, or once spoke, awsQuery, through clients that are older or newer than the SDK's own. */
const IN_OTHERS = SERVED_CLIENTS.flatMap((client) => {
  const service = describeServices().find(({ id }) => id === client.name);
  if (!service?.form || service.protocol === 'ec2Query') return [];
  const { namespace: defaultNamespace, target: serviceTarget, version } = service;
  const settings = { defaultNamespace, serviceTarget };
  const query = { defaultNamespace, version, xmlNamespace: 'https://example.com/' };
  return [
    { client, protocol: 'awsQuery', config: { protocol: new AwsQueryProtocol(query) } },
    { client, protocol: 'awsJson 1.0', config: { protocol: new AwsJson1_0Protocol(settings) } },
    { client, protocol: 'awsJson 1.1', config: { protocol: new AwsJson1_1Protocol(settings) } },
    { client, protocol: 'CBOR', config: { protocol: new SmithyRpcV2CborProtocol({ defaultNamespace }) } },
  ];
});

const IN_THEIR_OWN = SERVED_CLIENTS.map((client) => ({ client, protocol: 'its own protocol', config: {} }));

test('five of the services are tried in four protocols', () => {
  expect(IN_OTHERS).toHaveLength(20);
});

describe.each([...IN_THEIR_OWN, ...IN_OTHERS])('$client.name in $protocol', ({ client, config }) => {
  const operations = client.operations.filter(({ name }) => !NOT_ON_THIS_WIRE.has(name));
  const exchange: Exchange = { reply: {} };
  const connection = connect(
    client,
    exchange,
    client.name === 'STS' ? { ...config, ...ALWAYS_SIGNED } : config,
  );
  const sample = sampler();
  afterAll(() => connection.destroy());

  test('every operation of the package is tried', () => {
    expect(operations.length).toBe(OPERATIONS[client.name]);
  });

  test.each(operations)('$name: input and output arrive as they were sent', async (operation) => {
    const input = sampleFor(client, sample, operation.input);
    exchange.reply = sampleFor(client, sample, operation.output);
    const output = await connection.send(new (client.commandOf(operation))(structuredClone(input)));
    const received = takeReceived(exchange);
    expect(received?.operation).toBe(operation.name);
    expect(comparable(ofTheCaller(client, received?.input ?? {}))).toEqual(comparable(input));
    expect(comparable(ofTheCaller(client, await readStreams(output)))).toEqual(comparable(exchange.reply));
  });
});
