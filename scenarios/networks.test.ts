import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkInterfaceCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  EC2Client,
  RunInstancesCommand,
  TerminateInstancesCommand,
  waitUntilInstanceRunning,
  waitUntilInstanceTerminated,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireDebianPackages } from './support/debian-packages.ts';
import { type ScenarioCloud, startLocalCloud } from './support/local-cloud.ts';
import { runProgram } from './support/run-program.ts';
import { ssh } from './support/ssh.ts';
import { createVpc, deleteVpc } from './support/vpcs.ts';

/** Debian's AWS CLI, whatever else `aws` is in the PATH. */
const AWS = '/usr/bin/aws';

let cloud: ScenarioCloud;
let ec2: EC2Client;
let keyFile = '';
let image = '';
beforeAll(async () => {
  requireDebianPackages('awscli', 'openssh-client');
  cloud = await startLocalCloud('10.224.0.0/16');
  const { endpoint, region, env } = cloud;
  const credentials = {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
  };
  ec2 = new EC2Client({ endpoint, region, credentials });
  keyFile = join(cloud.workDir, 'key.pem');
  const key = await aws('ec2 create-key-pair --key-name scenario --query KeyMaterial');
  writeFileSync(keyFile, `${key}\n`, { mode: 0o600 });
  image = await aws(
    'ec2 describe-images --owners 136693071363 --filters Name=name,Values=debian-12-amd64-* --query Images[0].ImageId',
  );
});
afterAll(async () => {
  await cloud.close();
  ec2.destroy();
});

/** One call of the CLI, which takes a second: words, and what has spaces in it; answers the query's text. */
async function aws(words: string, ...more: readonly string[]): Promise<string> {
  const args = ['--endpoint-url', cloud.endpoint, '--output', 'text', ...words.split(' '), ...more];
  return (await runProgram(AWS, args, { env: cloud.clientEnv })).trim();
}

async function createInterface(SubnetId: string, PrivateIpAddress: string): Promise<string> {
  const command = new CreateNetworkInterfaceCommand({ SubnetId, PrivateIpAddress });
  return (await ec2.send(command)).NetworkInterface?.NetworkInterfaceId ?? '';
}

async function deleteInterface(NetworkInterfaceId: string): Promise<void> {
  await ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
}

/** Starts an instance on an interface and waits until it runs. */
async function runOn(NetworkInterfaceId: string, profile?: string): Promise<string> {
  const { Instances } = await ec2.send(
    new RunInstancesCommand({
      ImageId: image,
      InstanceType: 't3.small',
      MinCount: 1,
      MaxCount: 1,
      KeyName: 'scenario',
      NetworkInterfaces: [{ NetworkInterfaceId, DeviceIndex: 0 }],
      ...(profile === undefined ? {} : { IamInstanceProfile: { Name: profile } }),
    }),
  );
  const id = Instances?.[0]?.InstanceId ?? '';
  await waitUntilInstanceRunning(patience(), { InstanceIds: [id] });
  return id;
}

async function terminate(...InstanceIds: string[]): Promise<void> {
  await ec2.send(new TerminateInstancesCommand({ InstanceIds }));
  await waitUntilInstanceTerminated(patience(), { InstanceIds });
}

/** The AWS CLI's own waiters look every 15 seconds. */
const patience = () => ({ client: ec2, maxWaitTime: 240, minDelay: 1, maxDelay: 1 });

/** Whether a machine gets through to a port of another. */
async function reaches(from: string, to: string, port = 22): Promise<boolean> {
  const attempt = `timeout 3 bash -c 'exec 3<>/dev/tcp/${to}/${port}' 2>/dev/null && echo yes || echo no`;
  return (await ssh({ address: from, keyFile }, attempt)).trim() === 'yes';
}

test('an interface gives its address to one instance after the other', async () => {
  const Filters = [{ Name: 'availability-zone', Values: ['us-east-1a'] }];
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ Filters }));
  const subnet = Subnets?.[0]?.SubnetId ?? '';
  const GroupId = await aws(
    'ec2 create-security-group --group-name members --description members --query GroupId',
  );
  const IpPermissions = [
    { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
  ];
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  const card = await createInterface(subnet, '10.224.0.50');
  await aws(`ec2 modify-network-interface-attribute --network-interface-id ${card} --groups ${GroupId}`);
  const first = await aws(
    `ec2 run-instances --image-id ${image} --instance-type t3.small --key-name scenario --network-interfaces NetworkInterfaceId=${card},DeviceIndex=0 --query Instances[0].InstanceId`,
  );
  const where = { address: '10.224.0.50', keyFile };
  const machineId = await ssh(where, 'cat /etc/machine-id');
  await terminate(first);
  await cloud.crash();
  const second = await runOn(card);
  expect(await ssh(where, 'cat /etc/machine-id')).not.toBe(machineId);
  await terminate(second);
  await deleteInterface(card);
  await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
});

test(
  'two VPCs lie side by side and do not reach each other, and a machine asks the cloud who its peers are',
  { timeout: 600_000 },
  async () => {
    const role =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
    await aws('iam create-role --role-name peers --query Role.RoleName --assume-role-policy-document', role);
    await aws(
      'iam create-instance-profile --instance-profile-name peers --query InstanceProfile.InstanceProfileName',
    );
    await aws('iam add-role-to-instance-profile --instance-profile-name peers --role-name peers');
    const [one, other] = await Promise.all([createVpc(ec2, '10.191'), createVpc(ec2, '10.192')]);
    await expect(aws('ec2 create-vpc --cidr-block 10.191.128.0/20')).rejects.toThrow(
      /InvalidVpc\.Range.*overlaps 10\.191\.0\.0\/16 of vpc-/s,
    );
    const addresses = ['10.191.1.10', '10.191.1.11', '10.192.1.10'];
    const cards = await Promise.all(
      addresses.map((address) =>
        createInterface(address.startsWith('10.191') ? one.SubnetId : other.SubnetId, address),
      ),
    );
    const instances = await Promise.all(cards.map((card) => runOn(card, 'peers')));
    const [a = '', b = '', c = ''] = addresses;
    // Their packages come from the internet, whatever the daemon does meanwhile.
    const installed = ssh(
      { address: a, keyFile },
      'sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive apt-get install -yqq --no-install-recommends awscli >/dev/null 2>&1',
    );
    const reached = () => Promise.all([reaches(a, b), reaches(a, c), reaches(c, a), reaches(c, b)]);
    expect(await reached()).toEqual([true, false, false, false]);
    await cloud.crash();
    expect(await reached()).toEqual([true, false, false, false]);

    await installed;
    const ask = `aws ec2 describe-instances --filters Name=vpc-id,Values=${one.VpcId} --query 'sort(Reservations[].Instances[].PrivateIpAddress)' --output text`;
    for (const command of [ask, `sudo ${ask}`, `sudo systemd-run --wait --pipe --quiet ${ask}`]) {
      expect(await ssh({ address: a, keyFile }, command), command).toBe(`${a}\t${b}\n`);
    }
    const whoAmI = await ssh(
      { address: a, keyFile },
      'aws sts get-caller-identity --query Arn --output text',
    );
    expect(whoAmI.trim()).toBe(`arn:aws:sts::000000000000:assumed-role/peers/${instances[0]}`);

    await terminate(...instances);
    await Promise.all(cards.map(deleteInterface));
    await Promise.all([one, other].map((vpc) => deleteVpc(ec2, vpc)));
    expect(await aws('ec2 describe-vpcs --query Vpcs[].CidrBlock')).toBe('10.224.0.0/16');
    const { NetworkInterfaces } = await ec2.send(new DescribeNetworkInterfacesCommand({}));
    expect(NetworkInterfaces).toEqual([]);
  },
);
