import {
  CreateImageCommand,
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  type Instance,
  RunInstancesCommand,
  type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeEach } from 'vitest';
import { baseImage } from '../../../src/services/ec2/base-image.ts';
import { startTestCloud, type TestCloud } from '../../harness.ts';

/** The id that the public Debian 12 image has in every local cloud. */
export const DEBIAN_12: string = baseImage('debian-12').id;

/** A test cloud with EC2 only, new for each test of the file. */
export function eachTestCloud(): { readonly local: TestCloud } {
  let local: TestCloud | undefined;
  beforeEach(async () => {
    local = await startTestCloud({ services: ['ec2'] });
  });
  afterEach(() => local?.close());
  return {
    get local() {
      if (!local) throw new Error('the test cloud is there within tests only');
      return local;
    },
  };
}

/** Starts instances of Debian 12 and answers their ids; they are pending until the next tick. */
export async function run(
  local: TestCloud,
  options: Partial<RunInstancesCommandInput> = {},
): Promise<readonly string[]> {
  const { Instances = [] } = await local.ec2.send(
    new RunInstancesCommand({
      ImageId: DEBIAN_12,
      InstanceType: 't3.micro',
      MinCount: options.MaxCount ?? 1,
      MaxCount: 1,
      ...options,
    }),
  );
  return Instances.map(({ InstanceId }) => InstanceId ?? '');
}

/** Starts one instance and waits until it runs. */
export async function runOne(
  local: TestCloud,
  options: Partial<RunInstancesCommandInput> = {},
): Promise<string> {
  const [id = ''] = await run(local, options);
  await local.tick();
  return id;
}

/** Instances as DescribeInstances shows them, without their reservations. */
export async function describe(
  local: TestCloud,
  input: DescribeInstancesCommandInput = {},
): Promise<Instance[]> {
  const { Reservations = [] } = await local.ec2.send(new DescribeInstancesCommand(input));
  return Reservations.flatMap(({ Instances = [] }) => Instances);
}

/** One instance as DescribeInstances shows it. */
export async function describeOne(local: TestCloud, id: string): Promise<Instance> {
  const [instance] = await describe(local, { InstanceIds: [id] });
  return instance ?? {};
}

/** Makes an image of an instance and answers its id; it is pending until the next tick. */
export async function imageOf(local: TestCloud, instanceId: string, name = 'web 1'): Promise<string> {
  const { ImageId = '' } = await local.ec2.send(
    new CreateImageCommand({ InstanceId: instanceId, Name: name }),
  );
  return ImageId;
}

/** What `toMatchObject` finds in an AWS error: its code, and a part of its message. */
export function awsError(code: string, message?: RegExp): object {
  return { name: code, ...(message ? { message: matching(message) } : {}) };
}

function matching(pattern: RegExp): unknown {
  return { asymmetricMatch: (value: unknown) => typeof value === 'string' && pattern.test(value) };
}
