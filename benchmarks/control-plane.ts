// The control plane against moto, machines switched off: requests per second through the same client.
import { spawn } from 'node:child_process';
import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  EC2Client,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { startCloud } from './support/cloud.ts';
import { byTurns, row } from './support/measure.ts';

const cloud = startCloud('10.234.0.0/16', 4534, 'off');
const moto = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '4535'], { stdio: 'ignore' });
const clientOf = (endpoint: string): EC2Client =>
  new EC2Client({
    endpoint,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: {
      accessKeyId: cloud.env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: cloud.env['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  });
const contenders = { imago: clientOf(cloud.endpoint), moto: clientOf('http://127.0.0.1:4535') };

/** Calls per second over a few seconds, four at a time. */
async function rate(call: () => Promise<unknown>): Promise<number> {
  const until = performance.now() + 4000;
  let calls = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while (performance.now() < until) {
        await call();
        calls += 1;
      }
    }),
  );
  return calls / ((performance.now() - started) / 1000);
}

async function until(call: () => Promise<unknown>): Promise<void> {
  for (let left = 100; ; left -= 1) {
    try {
      await call();
      return;
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

try {
  await until(() => contenders.moto.send(new DescribeInstancesCommand({})));
  const images = {
    imago: await imageOf(contenders.imago),
    moto: await imageOf(contenders.moto),
  };
  const runOne = (name: keyof typeof contenders) => () =>
    contenders[name].send(
      new RunInstancesCommand({ ImageId: images[name], InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 }),
    );
  for (const name of ['imago', 'moto'] as const) {
    for (let made = 0; made < 1000; made += 50) {
      await contenders[name].send(
        new RunInstancesCommand({
          ImageId: images[name],
          InstanceType: 't3.micro',
          MinCount: 50,
          MaxCount: 50,
        }),
      );
    }
  }
  const all = (name: keyof typeof contenders) => async () => {
    let token: string | undefined;
    do {
      const page: { NextToken?: string | undefined } = await contenders[name].send(
        new DescribeInstancesCommand({ MaxResults: 1000, NextToken: token }),
      );
      token = page.NextToken;
    } while (token !== undefined);
  };
  report(
    'DescribeInstances of 1,000 instances',
    await byTurns(3, { imago: () => rate(all('imago')), moto: () => rate(all('moto')) }),
  );
  report(
    'RunInstances of one',
    await byTurns(3, { imago: () => rate(runOne('imago')), moto: () => rate(runOne('moto')) }),
  );
} finally {
  for (const client of Object.values(contenders)) client.destroy();
  moto.kill();
  cloud.close();
}

function report(
  what: string,
  { imago, moto: theirs }: { readonly imago: number; readonly moto: number },
): void {
  row(what, `${imago.toFixed(1)}/s against moto's ${theirs.toFixed(1)}/s: ${(imago / theirs).toFixed(1)}x`);
}

async function imageOf(client: EC2Client): Promise<string> {
  const { Images = [] } = await client.send(new DescribeImagesCommand({}));
  return Images[0]?.ImageId ?? '';
}
