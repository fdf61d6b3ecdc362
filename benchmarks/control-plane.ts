// The control plane against moto, machines switched off: the same signed requests to both, over and over.
import { spawn } from 'node:child_process';
import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  EC2Client,
  type EC2ClientConfig,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { startCloud } from './support/cloud.ts';
import { byTurns, row } from './support/measure.ts';
import { replay, sign } from './support/replay.ts';

const cloud = startCloud('10.234.0.0/16', 4534, 'off');
const moto = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '4535'], { stdio: 'ignore' });

const INSTANCES = 1000;
/** Requests in a round. Three rounds of launches fit into the default subnet, which is a /20 on both sides. */
const CALLS = { imago: { describe: 200, launch: 800 }, moto: { describe: 4, launch: 400 } } as const;

function configOf(endpoint: string): EC2ClientConfig {
  return {
    endpoint,
    region: 'us-east-1',
    credentials: {
      accessKeyId: cloud.env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: cloud.env['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  };
}

/** A server with its thousand instances, in reservations of fifty, so that moto too answers in one page. */
async function prepare(name: keyof typeof CALLS, config: EC2ClientConfig) {
  const client = new EC2Client({ ...config, maxAttempts: 20, retryMode: 'standard' });
  const imageId = (await client.send(new DescribeImagesCommand({}))).Images?.[0]?.ImageId;
  const launch = (count: number) =>
    new RunInstancesCommand({ ImageId: imageId, InstanceType: 't3.micro', MinCount: count, MaxCount: count });
  for (let made = 0; made < INSTANCES; made += 50) await client.send(launch(50));
  const { Reservations = [], NextToken } = await client.send(new DescribeInstancesCommand({}));
  const shown = Reservations.flatMap(({ Instances = [] }) => Instances).length;
  if (shown !== INSTANCES || NextToken !== undefined) throw new Error(`${name} shows ${shown} instances`);
  client.destroy();
  return {
    describe: async () =>
      replay(await sign(config, CALLS[name].describe, (c) => c.send(new DescribeInstancesCommand({})))),
    launch: async () => replay(await sign(config, CALLS[name].launch, (c) => c.send(launch(1)))),
  };
}

try {
  const imago = await prepare('imago', configOf(cloud.endpoint));
  const theirs = await prepare('moto', configOf('http://127.0.0.1:4535'));
  report(
    `DescribeInstances of ${INSTANCES} instances`,
    await byTurns(3, { imago: imago.describe, moto: theirs.describe }),
  );
  report('RunInstances of one', await byTurns(3, { imago: imago.launch, moto: theirs.launch }));
} finally {
  moto.kill();
  cloud.close();
}

function report(
  what: string,
  { imago, moto: theirs }: { readonly imago: number; readonly moto: number },
): void {
  row(what, `${imago.toFixed(1)}/s against moto's ${theirs.toFixed(1)}/s: ${(imago / theirs).toFixed(1)}x`);
}
