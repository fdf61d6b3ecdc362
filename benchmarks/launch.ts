// From RunInstances to an ssh banner, for 1, 10 and 50 instances at once.
import { connect } from 'node:net';
import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  EC2Client,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { startCloud } from './support/cloud.ts';
import { byTurns, row, timed } from './support/measure.ts';

const cloud = startCloud('10.233.0.0/16', 4533);
const ec2 = new EC2Client({
  endpoint: cloud.endpoint,
  region: 'us-east-1',
  credentials: {
    accessKeyId: cloud.env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: cloud.env['AWS_SECRET_ACCESS_KEY'] ?? '',
  },
});

/** Resolves when something that speaks ssh answers. */
async function sshAnswers(host: string): Promise<void> {
  for (;;) {
    const banner = await new Promise<string>((resolve) => {
      const socket = connect({ host, port: 22, timeout: 5000 });
      // An address that is not up yet drops the first packet, and TCP tries again after a second only.
      setTimeout(() => socket.connecting && end(''), 100);
      const end = (text: string): void => {
        socket.destroy();
        resolve(text);
      };
      socket
        .once('data', (data) => end(data.toString()))
        .once('error', () => end(''))
        .once('timeout', () => end(''));
    });
    if (banner.startsWith('SSH-')) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function launch(imageId: string, count: number): Promise<number> {
  let ids: string[] = [];
  const seconds = await timed(async () => {
    const { Instances = [] } = await ec2.send(
      new RunInstancesCommand({
        ImageId: imageId,
        InstanceType: 't3.micro',
        MinCount: count,
        MaxCount: count,
      }),
    );
    ids = Instances.map(({ InstanceId }) => InstanceId ?? '');
    await Promise.all(Instances.map(({ PrivateIpAddress }) => sshAnswers(PrivateIpAddress ?? '')));
  });
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: ids }));
  for (;;) {
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: ids }));
    if (
      Reservations.flatMap(({ Instances = [] }) => Instances).every(
        ({ State }) => State?.Name === 'terminated',
      )
    )
      return seconds;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

try {
  const { Images = [] } = await ec2.send(
    new DescribeImagesCommand({ Filters: [{ Name: 'name', Values: ['debian-12-amd64-*'] }] }),
  );
  const imageId = Images[0]?.ImageId ?? '';
  await allowSsh();
  await launch(imageId, 1); // waits for the base image
  for (const count of [1, 10, 50]) {
    const { seconds } = await byTurns(3, { seconds: () => launch(imageId, count) });
    row(`launch to ssh banner, ${count} at once (the last one)`, `${seconds.toFixed(2)} s`);
  }
} finally {
  ec2.destroy();
  cloud.close();
}

/** The default group lets in its own members only, as on AWS. */
async function allowSsh(): Promise<void> {
  const { AuthorizeSecurityGroupIngressCommand } = await import('@aws-sdk/client-ec2');
  const permission = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({ GroupName: 'default', IpPermissions: [permission] }),
  );
}
