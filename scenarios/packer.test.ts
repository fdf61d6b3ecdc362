import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireDebianPackages } from './support/debian-packages.ts';
import { type ScenarioCloud, startLocalCloud } from './support/local-cloud.ts';
import { runProgram } from './support/run-program.ts';
import { ssh } from './support/ssh.ts';

const TEMPLATE = fileURLToPath(new URL('packer-template.json', import.meta.url));

let cloud: ScenarioCloud;
beforeAll(async () => {
  requireDebianPackages('packer', 'awscli', 'openssh-client');
  cloud = await startLocalCloud('10.244.0.0/16');
});
afterAll(() => cloud.close());

/** Builds the template; the id of the image that Packer says it made. */
async function build(...variables: readonly string[]): Promise<string> {
  const env = {
    ...cloud.clientEnv,
    AWS_POLL_DELAY_SECONDS: '1',
    CHECKPOINT_DISABLE: '1',
    PACKER_CONFIG_DIR: cloud.workDir,
    PACKER_CACHE_DIR: join(cloud.workDir, 'cache'),
  };
  const args = variables.flatMap((variable) => ['-var', variable]);
  const output = await runProgram('/usr/bin/packer', ['build', '-color=false', ...args, TEMPLATE], {
    ...cloud,
    env,
  });
  const [, image] = /us-east-1: (ami-[0-9a-f]+)/.exec(output) ?? [];
  if (image === undefined) throw new Error(`Packer named no image:\n${output}`);
  return image;
}

async function ec2(words: string): Promise<string> {
  const args = ['--endpoint-url', cloud.endpoint, '--output', 'text', 'ec2', ...words.split(' ')];
  return (await runProgram('/usr/bin/aws', args, { env: cloud.clientEnv })).trim();
}

/** What an instance of the image has in `/srv/word.txt`. */
async function wordIn(image: string): Promise<string> {
  const keyFile = join(cloud.workDir, `${image}.pem`);
  const key = await ec2(`create-key-pair --key-name ${image} --query KeyMaterial`);
  writeFileSync(keyFile, `${key}\n`, { mode: 0o600 });
  const group = await ec2(`create-security-group --group-name ${image} --description - --query GroupId`);
  await ec2(`authorize-security-group-ingress --group-id ${group} --protocol tcp --port 22 --cidr 0.0.0.0/0`);
  const launched = 'Instances[0].[InstanceId,PrivateIpAddress]';
  const [id = '', address = ''] = (
    await ec2(
      `run-instances --image-id ${image} --key-name ${image} --security-group-ids ${group} --query ${launched}`,
    )
  ).split('\t');
  const word = await ssh({ address, keyFile }, 'cat /srv/word.txt; test -s /srv/template.json');
  await ec2(`terminate-instances --instance-ids ${id}`);
  await ec2(`wait instance-terminated --instance-ids ${id}`);
  await ec2(`delete-security-group --group-id ${group}`);
  await ec2(`delete-key-pair --key-name ${image}`);
  return word.trim();
}

test("Debian's Packer bakes an image, and an instance of it has what was baked in", async () => {
  const image = await build();
  expect(await wordIn(image)).toBe('moth');
  const word = 'Images[0].Tags[?Key==`Word`].Value';
  expect(await ec2(`describe-images --image-ids ${image} --query ${word}`)).toBe('moth');
});

test('Packer refuses a name that is taken, and with force_deregister replaces the image', async () => {
  await expect(build()).rejects.toThrow(/packer scenario' is used by an existing AMI/);
  const image = await build('force=true', 'word=butterfly');
  expect(await wordIn(image)).toBe('butterfly');
  expect(await ec2('describe-images --owners self --query Images[].ImageId')).toBe(image);
  const snapshots = await ec2('describe-snapshots --owner-ids self --query Snapshots[].SnapshotId');
  expect(snapshots.split('\t')).toHaveLength(1);
});

test('Packer leaves no instance, volume, key or security group of its own', async () => {
  const alive = 'Name=instance-state-name,Values=pending,running,stopping,stopped';
  const instances = 'Reservations[].Instances[].InstanceId';
  expect(await ec2(`describe-instances --filters ${alive} --query ${instances}`)).toBe('');
  expect(await ec2('describe-volumes --query Volumes[].VolumeId')).toBe('');
  expect(await ec2('describe-key-pairs --query KeyPairs[].KeyName')).toBe('');
  expect(await ec2('describe-security-groups --query SecurityGroups[].GroupName')).toBe('default');
});
