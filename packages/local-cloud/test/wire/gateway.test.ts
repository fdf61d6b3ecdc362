import { Readable } from 'node:stream';
import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  SetDesiredCapacityCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
  RunInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  GetBucketAclCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AwsError } from '../../src/wire/aws-error.ts';
import { on, type Route } from '../../src/wire/route.ts';
import { startEndpoint, type TestEndpoint } from './test-endpoint.ts';

const OBJECT = Buffer.alloc(300_000, 'imago ');
const received: unknown[] = [];

const ROUTES: readonly Route[] = [
  on(RunInstancesCommand, (input) => {
    received.push(input);
    return {};
  }),
  on(DescribeSubnetsCommand, (input) => {
    received.push(input);
    return {};
  }),
  on(DescribeInstancesCommand, (input) => {
    if (input.InstanceIds?.[0] === 'i-bug') throw new TypeError('secret detail of ours');
    throw new AwsError(
      'InvalidInstanceID.NotFound',
      `The instance ID '${input.InstanceIds?.join(', ')}' does not <exist>`,
    );
  }),
  on(SetDesiredCapacityCommand, () => {
    throw new AwsError('ScalingActivityInProgress', 'Scaling activity is in progress', 400);
  }),
  on(DescribeLoadBalancersCommand, () => {
    throw new AwsError('LoadBalancerNotFound', 'One or more load balancers not found');
  }),
  on(GetObjectCommand, ({ Key, Range, IfNoneMatch }) => {
    if (IfNoneMatch)
      throw new AwsError('NotModified', 'Not Modified', 304, { headers: { etag: IfNoneMatch } });
    if (Key === 'missing') {
      throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { details: { Key } });
    }
    if (Key === 'broken') {
      const Body = Readable.from(
        (function* parts(): Generator<Buffer> {
          yield OBJECT.subarray(0, 10);
          throw new Error('disk failed');
        })(),
      );
      return { Body, ContentLength: OBJECT.length };
    }
    const more = Range ? { ContentRange: `bytes 0-9/${OBJECT.length}` } : {};
    const bytes = Range ? OBJECT.subarray(0, 10) : OBJECT;
    return {
      Body: Readable.from([bytes]),
      ContentLength: bytes.length,
      ContentType: 'text/x-imago',
      Metadata: { name: 'Schmetterling \u{1F98B}' },
      ...more,
    };
  }),
  on(HeadObjectCommand, ({ Key }) => {
    if (Key === 'missing') throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
    return { ContentLength: OBJECT.length, ETag: '"e"' };
  }),
  on(PutObjectCommand, (input, { trailers }) => {
    received.push({ ...input, trailers });
    return { ETag: '"e"' };
  }),
  on(PutBucketVersioningCommand, () => ({})),
];

let served: TestEndpoint;
let ec2: EC2Client;
let autoScaling: AutoScalingClient;
let elbv2: ElasticLoadBalancingV2Client;
let s3: S3Client;
beforeAll(async () => {
  served = await startEndpoint(ROUTES);
  ec2 = new EC2Client(served.client);
  autoScaling = new AutoScalingClient(served.client);
  elbv2 = new ElasticLoadBalancingV2Client(served.client);
  s3 = new S3Client(served.client);
});
afterAll(async () => {
  for (const client of [ec2, autoScaling, elbv2, s3]) client.destroy();
  await served.close();
});
beforeEach(() => {
  received.length = 0;
  served.logged.length = 0;
});

describe('what a handler throws reaches the client as the error that AWS would send', () => {
  test('EC2', async () => {
    await expect(ec2.send(new DescribeInstancesCommand({ InstanceIds: ['i-1'] }))).rejects.toMatchObject({
      name: 'InvalidInstanceID.NotFound',
      message: "The instance ID 'i-1' does not <exist>",
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });

  test('Auto Scaling, as the exception of its own', async () => {
    const command = new SetDesiredCapacityCommand({ AutoScalingGroupName: 'g', DesiredCapacity: 1 });
    await expect(autoScaling.send(command)).rejects.toMatchObject({
      name: 'ScalingActivityInProgressFault',
      message: 'Scaling activity is in progress',
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });

  test('Elastic Load Balancing', async () => {
    await expect(elbv2.send(new DescribeLoadBalancersCommand({}))).rejects.toMatchObject({
      name: 'LoadBalancerNotFoundException',
    });
  });

  test('S3, with the details of the error', async () => {
    await expect(s3.send(new GetObjectCommand({ Bucket: 'a-bucket', Key: 'missing' }))).rejects.toMatchObject(
      {
        name: 'NoSuchKey',
        message: 'The specified key does not exist.',
        Key: 'missing',
        $metadata: { httpStatusCode: 404, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    );
  });
});

test('a bug of ours is an internal error that tells the client nothing and the log everything', async () => {
  await expect(ec2.send(new DescribeInstancesCommand({ InstanceIds: ['i-bug'] }))).rejects.toMatchObject({
    name: 'InternalError',
    message: 'An internal error has occurred',
    $metadata: { httpStatusCode: 500 },
  });
  expect(served.logged).toContainEqual({
    event: 'internal error',
    facts: expect.objectContaining({
      action: 'DescribeInstances',
      error: new TypeError('secret detail of ours'),
    }),
  });
});

describe('what is missing is named as the service names it', () => {
  test('EC2', async () => {
    const command = new RunInstancesCommand({ MinCount: 1, MaxCount: undefined });
    await expect(ec2.send(command)).rejects.toMatchObject({
      name: 'MissingParameter',
      message: 'The request must contain the parameter MaxCount',
    });
    expect(received).toEqual([]);
  });

  test('Auto Scaling', async () => {
    await expect(
      autoScaling.send(
        new SetDesiredCapacityCommand({ AutoScalingGroupName: undefined, DesiredCapacity: undefined }),
      ),
    ).rejects.toMatchObject({
      name: 'ValidationError',
      message:
        "2 validation errors detected: Value null at 'autoScalingGroupName' failed to satisfy constraint: Member must not be null; Value null at 'desiredCapacity' failed to satisfy constraint: Member must not be null",
    });
  });
});

test('EC2 takes an empty string for a parameter that was not sent, except the value of a tag', async () => {
  const TagSpecifications = [{ ResourceType: 'instance' as const, Tags: [{ Key: 'a', Value: '' }] }];
  await ec2.send(
    new RunInstancesCommand({
      MinCount: 1,
      MaxCount: 1,
      SubnetId: '',
      UserData: '',
      SecurityGroupIds: [''],
      TagSpecifications,
    }),
  );
  expect(received[0]).toMatchObject({ MinCount: 1, TagSpecifications });
  expect(received[0]).not.toHaveProperty('SubnetId');
  expect(received[0]).not.toHaveProperty('UserData');
});

test('EC2 keeps the empty value of a filter: it asks for a tag without a value', async () => {
  const Filters = [{ Name: 'tag:a', Values: ['', 'b'] }];
  await ec2.send(new DescribeSubnetsCommand({ Filters, SubnetIds: [''] }));
  expect(received).toEqual([{ Filters, SubnetIds: [] }]);
});

describe('an action that is not served', () => {
  test('is no action of EC2', async () => {
    await expect(ec2.send(new DescribeVpcsCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
      message:
        'The action DescribeVpcs is not valid for this web service: the local cloud does not serve it.',
    });
  });

  test('is no action of a query service in that version', async () => {
    await expect(autoScaling.send(new DescribeAutoScalingGroupsCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
      message:
        'Could not find operation DescribeAutoScalingGroups for version 2011-01-01: the local cloud does not serve it.',
    });
  });

  test('is never taken for another one of S3', async () => {
    await expect(s3.send(new GetBucketAclCommand({ Bucket: 'a-bucket' }))).rejects.toMatchObject({
      name: 'NotImplemented',
      $metadata: { httpStatusCode: 501 },
    });
    await expect(
      s3.send(new PutObjectAclCommand({ Bucket: 'a-bucket', Key: 'k', ACL: 'private' })),
    ).rejects.toMatchObject({
      name: 'NotImplemented',
    });
    expect(received).toEqual([]);
  });
});

describe('who may ask', () => {
  test.each([
    [
      'EC2',
      () =>
        new EC2Client({ ...served.client, credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'x' } }),
      'AuthFailure',
      401,
    ],
    [
      'EC2',
      () => new EC2Client({ ...served.client, credentials: { accessKeyId: 'AKIANO', secretAccessKey: 'x' } }),
      'AuthFailure',
      401,
    ],
  ] as const)('%s refuses wrong credentials', async (_name, connect, name, httpStatusCode) => {
    const client = connect();
    await expect(client.send(new StopInstancesCommand({ InstanceIds: ['i-1'] }))).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode },
    });
    client.destroy();
  });

  test('S3 refuses wrong credentials', async () => {
    const client = new S3Client({
      ...served.client,
      credentials: { accessKeyId: 'AKIANO', secretAccessKey: 'x' },
    });
    await expect(client.send(new GetObjectCommand({ Bucket: 'a-bucket', Key: 'k' }))).rejects.toMatchObject({
      name: 'InvalidAccessKeyId',
    });
    client.destroy();
  });
});

describe('requests that no SDK would send', () => {
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
  test.each<[string, string, RequestInit, number, string]>([
    [
      'an unsigned form',
      '/',
      { method: 'POST', headers: FORM, body: 'Action=RunInstances&Version=2016-11-15' },
      400,
      'MissingParameter',
    ],
    [
      'a form that is none',
      '/',
      { method: 'POST', headers: FORM, body: '%%%=\u0000&&&' },
      400,
      'MissingParameter',
    ],
    [
      'an unsigned query',
      '/?Action=GetCallerIdentity&Version=2011-06-15',
      {},
      403,
      'MissingAuthenticationToken',
    ],
    [
      'unsigned JSON',
      '/',
      { method: 'POST', headers: { 'x-amz-target': 'Nobody.Nothing' }, body: '{' },
      400,
      'MissingAuthenticationTokenException',
    ],
    ['an unsigned object', '/bucket/key', {}, 403, 'AccessDenied'],
    ['a path that is no UTF-8', '/bucket/%ff%zz', {}, 403, 'AccessDenied'],
    [
      'an old signature',
      '/bucket/key',
      { headers: { authorization: 'AWS a:b' } },
      400,
      'AuthorizationHeaderMalformed',
    ],
    ['an unknown method', '/bucket/key', { method: 'PROPFIND' }, 403, 'AccessDenied'],
  ])('%s is refused with a document that says why', async (_what, path, request, status, code) => {
    const response = await fetch(served.endpoint + path, request);
    expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(code)]);
    expect(served.logged.filter(({ event }) => event !== 'request')).toEqual([]);
  });

  test('a body that is not the XML of the action is malformed, not a crash', async () => {
    const command = new PutBucketVersioningCommand({
      Bucket: 'a-bucket',
      VersioningConfiguration: { Status: 'Enabled' },
    });
    command.middlewareStack.add(
      (next) => async (args) => {
        const request = args.request as { body: string; headers: Record<string, string> };
        request.body = '<VersioningConfiguration><Status>';
        request.headers['content-length'] = String(request.body.length);
        return next(args);
      },
      { step: 'build', priority: 'low' },
    );
    await expect(
      new S3Client({ ...served.client, requestChecksumCalculation: 'WHEN_REQUIRED' }).send(command),
    ).rejects.toMatchObject({ name: 'MalformedXML', $metadata: { httpStatusCode: 400 } });
  });

  test('a number that is none names the value', async () => {
    const command = new RunInstancesCommand({ MinCount: 'many' as unknown as number, MaxCount: 1 });
    await expect(ec2.send(command)).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: 'Value (many) for parameter MinCount is invalid. It is not a number.',
    });
  });

  test('a body larger than any object may be is refused before it is read', async () => {
    const response = await fetch(`${served.endpoint}/bucket/key`, {
      method: 'PUT',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.alloc(17 * 1024 * 1024),
    });
    expect([response.status, await response.text()]).toEqual([
      400,
      expect.stringContaining('EntityTooLarge'),
    ]);
  });
});

describe('S3 bodies', () => {
  test('a streamed object arrives whole, with its length and headers', async () => {
    const { Body, ...head } = await s3.send(new GetObjectCommand({ Bucket: 'a-bucket', Key: 'k' }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(OBJECT)).toBe(true);
    expect(head).toMatchObject({
      ContentLength: OBJECT.length,
      ContentType: 'text/x-imago',
      Metadata: { name: `=?UTF-8?B?${Buffer.from('Schmetterling \u{1F98B}').toString('base64')}?=` },
      $metadata: { httpStatusCode: 200 },
    });
  });

  test('an answer that says which part it is of is a partial one', async () => {
    const { Body, $metadata } = await s3.send(
      new GetObjectCommand({ Bucket: 'a-bucket', Key: 'k', Range: 'bytes=0-9' }),
    );
    expect($metadata.httpStatusCode).toBe(206);
    expect(await Body?.transformToString()).toBe('imago imag');
  });

  test('a source that fails half way breaks the connection instead of ending the object', async () => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'a-bucket', Key: 'broken' }));
    await expect(Body?.transformToByteArray()).rejects.toThrow();
    expect(served.logged).toContainEqual({
      event: 'connection lost',
      facts: { error: new Error('disk failed') },
    });
  });

  test('HEAD answers with the length of the object and no body, and 404 where there is none', async () => {
    expect(await s3.send(new HeadObjectCommand({ Bucket: 'a-bucket', Key: 'k' }))).toMatchObject({
      ContentLength: OBJECT.length,
      ETag: '"e"',
    });
    await expect(
      s3.send(new HeadObjectCommand({ Bucket: 'a-bucket', Key: 'missing' })),
    ).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('304 has its headers and no body', async () => {
    await expect(
      s3.send(new GetObjectCommand({ Bucket: 'a-bucket', Key: 'k', IfNoneMatch: '"e"' })),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
  });

  test('a streamed upload arrives out of its chunks, its checksum behind it', async () => {
    const parts = [Buffer.alloc(100_000, 'a'), Buffer.alloc(100_001, 'b')];
    await s3.send(
      new PutObjectCommand({
        Bucket: 'a-bucket',
        Key: 'a key+ü/(1)',
        Body: Readable.from(parts),
        ContentLength: 200_001,
        ContentEncoding: 'gzip',
      }),
    );
    expect(received).toEqual([
      expect.objectContaining({
        Bucket: 'a-bucket',
        Key: 'a key+ü/(1)',
        Body: Buffer.concat(parts),
        ContentLength: 200_001,
        ContentEncoding: 'gzip',
        trailers: { 'x-amz-checksum-crc32': expect.stringMatching(/^.{6}==$/) },
      }),
    ]);
  });

  test.each(['trailing/', '/leading', 'a//b', '..', 'a/../b', '100%', '?query', '\u{1F98B}\n'])(
    'the key %j arrives as it is',
    async (Key) => {
      await s3.send(new PutObjectCommand({ Bucket: 'a-bucket', Key, Body: 'x' }));
      expect(received).toMatchObject([{ Key }]);
    },
  );
});
