import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireDebianPackages } from './support/debian-packages.ts';
import { type ScenarioCloud, startLocalCloud } from './support/local-cloud.ts';
import { runProgram } from './support/run-program.ts';
import { ssh } from './support/ssh.ts';

/** Debian's AWS CLI, whatever else `aws` is in the PATH. */
const AWS = '/usr/bin/aws';

let cloud: ScenarioCloud;
beforeAll(async () => {
  requireDebianPackages('awscli', 'openssh-client');
  cloud = await startLocalCloud('10.245.0.0/16');
});
afterAll(() => cloud.close());

/** One call of the CLI: words, and what has spaces in it; answers the query's text. */
async function aws(words: string, ...more: readonly string[]): Promise<string> {
  const args = ['--endpoint-url', cloud.endpoint, '--output', 'text', ...words.split(' '), ...more];
  return (await runProgram(AWS, args, { env: cloud.clientEnv })).trim();
}

async function runInstance(
  image: string,
  ...more: readonly string[]
): Promise<{ id: string; address: string }> {
  const names = '--key-name scenario --security-groups scenario --query Instances[0].InstanceId';
  const id = await aws(`ec2 run-instances --image-id ${image} --instance-type t3.micro ${names}`, ...more);
  await aws(`ec2 wait instance-running --instance-ids ${id}`);
  const address = 'Reservations[0].Instances[0].PrivateIpAddress';
  return { id, address: await aws(`ec2 describe-instances --instance-ids ${id} --query ${address}`) };
}

/** A key pair and a security group by the name that `runInstance` uses. */
async function prepareLogin(): Promise<{ keyFile: string; group: string }> {
  const keyFile = join(cloud.workDir, 'key.pem');
  const key = await aws('ec2 create-key-pair --key-name scenario --query KeyMaterial');
  writeFileSync(keyFile, `${key}\n`, { mode: 0o600 });
  const group = await aws(
    'ec2 create-security-group --group-name scenario --query GroupId --description',
    'of a scenario',
  );
  await aws(
    `ec2 authorize-security-group-ingress --group-id ${group} --protocol tcp --port 22 --cidr 0.0.0.0/0`,
  );
  return { keyFile, group };
}

test('the AWS CLI goes from RunInstances through ssh and CreateImage to an instance of that image', async () => {
  const { keyFile, group } = await prepareLogin();
  const source = await aws(
    'ec2 describe-images --owners 136693071363 --filters Name=name,Values=debian-12-amd64-* --query',
    'sort_by(Images, &CreationDate)[-1].ImageId',
  );
  const userData = '#!/bin/sh\necho from user data > /srv/user-data.txt\n';
  const first = await runInstance(source, '--user-data', userData);
  await ssh(
    { address: first.address, keyFile },
    'until test -s /srv/user-data.txt; do sleep 0.1; done; echo by hand | sudo tee /srv/by-hand.txt',
  );

  await aws(`ec2 stop-instances --instance-ids ${first.id}`);
  await aws(`ec2 wait instance-stopped --instance-ids ${first.id}`);
  const image = await aws(`ec2 create-image --instance-id ${first.id} --name scenario --query ImageId`);
  await aws(`ec2 wait image-available --image-ids ${image}`);

  const second = await runInstance(image);
  const written = await ssh(
    { address: second.address, keyFile },
    'cat /srv/user-data.txt /srv/by-hand.txt; id -un',
  );
  expect(written).toBe('from user data\nby hand\nadmin\n');

  await aws(`ec2 terminate-instances --instance-ids ${first.id} ${second.id}`);
  await aws(`ec2 wait instance-terminated --instance-ids ${first.id} ${second.id}`);
  const snapshotId = 'Images[0].BlockDeviceMappings[0].Ebs.SnapshotId';
  const snapshot = await aws(`ec2 describe-images --image-ids ${image} --query ${snapshotId}`);
  await aws(`ec2 deregister-image --image-id ${image}`);
  await aws(`ec2 delete-snapshot --snapshot-id ${snapshot}`);
  await aws(`ec2 delete-security-group --group-id ${group}`);
  await aws('ec2 delete-key-pair --key-name scenario');
  expect(await aws('ec2 describe-images --owners self --query Images[].ImageId')).toBe('');
  expect(await aws('ec2 describe-snapshots --owner-ids self --query Snapshots[].SnapshotId')).toBe('');
  expect(await aws('ec2 describe-volumes --query Volumes[].VolumeId')).toBe('');
  expect(await aws('ec2 describe-key-pairs --query KeyPairs[].KeyName')).toBe('');
});

test('aws s3 copies a file to a bucket in parts, lists it and brings it back', async () => {
  const file = join(cloud.workDir, 'large.bin');
  // Over the CLI's threshold of 8 MiB, so that it goes up in parts.
  const body = Buffer.alloc(9 * 1024 * 1024, 'imago');
  writeFileSync(file, body);
  await aws('s3 mb s3://scenario-bucket');
  await aws(`s3 cp ${file} s3://scenario-bucket/dir/large.bin`);
  expect(await aws('s3 ls s3://scenario-bucket/dir/')).toContain(`${body.length} large.bin`);
  await aws(`s3 cp s3://scenario-bucket/dir/large.bin ${file}.back`);
  expect(readFileSync(`${file}.back`).equals(body)).toBe(true);
  await aws('s3 rb --force s3://scenario-bucket');
  expect(await aws('s3 ls')).toBe('');
});

test('aws sts and iam know who calls', async () => {
  expect(await aws('sts get-caller-identity --query Account')).toBe('000000000000');
  expect(await aws('iam get-user --query User.Arn')).toContain(':iam::000000000000:');
});
