import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireDebianPackages } from './support/debian-packages.ts';
import { type ScenarioCloud, startLocalCloud } from './support/local-cloud.ts';
import { runProgram } from './support/run-program.ts';
import { ssh } from './support/ssh.ts';

/** Debian's AWS CLI, whatever else `aws` is in the PATH. */
const AWS = '/usr/bin/aws';

let cloud: ScenarioCloud;
let keyFile = '';
let image = '';
beforeAll(async () => {
  requireDebianPackages('awscli', 'openssh-client');
  cloud = await startLocalCloud('10.224.0.0/16');
  keyFile = join(cloud.workDir, 'key.pem');
  const key = await aws('ec2 create-key-pair --key-name scenario --query KeyMaterial');
  writeFileSync(keyFile, `${key}\n`, { mode: 0o600 });
  image = await aws(
    'ec2 describe-images --owners 136693071363 --filters Name=name,Values=debian-12-amd64-* --query Images[0].ImageId',
  );
});
afterAll(() => cloud.close());

/** One call of the CLI: words, and what has spaces in it; answers the query's text. */
async function aws(words: string, ...more: readonly string[]): Promise<string> {
  const args = ['--endpoint-url', cloud.endpoint, '--output', 'text', ...words.split(' '), ...more];
  return (await runProgram(AWS, args, { env: cloud.clientEnv })).trim();
}

interface Vpc {
  readonly vpc: string;
  readonly subnet: string;
  readonly gateway: string;
  readonly table: string;
}

/** A VPC with a subnet whose route table leads to an internet gateway, in the order in which Terraform makes it. */
async function createVpc(block: string): Promise<Vpc> {
  const vpc = await aws(`ec2 create-vpc --cidr-block ${block}.0.0/16 --query Vpc.VpcId`);
  await aws(`ec2 wait vpc-available --vpc-ids ${vpc}`);
  await aws(`ec2 modify-vpc-attribute --vpc-id ${vpc} --enable-dns-hostnames Value=true`);
  const attribute = `--vpc-id ${vpc} --attribute enableDnsHostnames --query EnableDnsHostnames.Value`;
  expect(await aws(`ec2 describe-vpc-attribute ${attribute}`)).toBe('True');
  const gateway = await aws('ec2 create-internet-gateway --query InternetGateway.InternetGatewayId');
  await aws(`ec2 attach-internet-gateway --internet-gateway-id ${gateway} --vpc-id ${vpc}`);
  const subnet = await aws(
    `ec2 create-subnet --vpc-id ${vpc} --cidr-block ${block}.1.0/24 --availability-zone us-east-1b --query Subnet.SubnetId`,
  );
  const table = await aws(`ec2 create-route-table --vpc-id ${vpc} --query RouteTable.RouteTableId`);
  await aws(
    `ec2 create-route --route-table-id ${table} --destination-cidr-block 0.0.0.0/0 --gateway-id ${gateway}`,
  );
  await aws(`ec2 associate-route-table --route-table-id ${table} --subnet-id ${subnet}`);
  const group = await aws(
    `ec2 describe-security-groups --filters Name=vpc-id,Values=${vpc} Name=group-name,Values=default --query SecurityGroups[0].GroupId`,
  );
  await aws(
    `ec2 authorize-security-group-ingress --group-id ${group} --protocol all --cidr 0.0.0.0/0 --query Return`,
  );
  return { vpc, subnet, gateway, table };
}

/** The other way round. */
async function deleteVpc({ vpc, subnet, gateway, table }: Vpc): Promise<void> {
  const query = `--route-table-ids ${table} --query RouteTables[0].Associations[0].RouteTableAssociationId`;
  const association = await aws(`ec2 describe-route-tables ${query}`);
  await aws(`ec2 disassociate-route-table --association-id ${association}`);
  await aws(`ec2 delete-route --route-table-id ${table} --destination-cidr-block 0.0.0.0/0`);
  await aws(`ec2 delete-route-table --route-table-id ${table}`);
  await aws(`ec2 detach-internet-gateway --internet-gateway-id ${gateway} --vpc-id ${vpc}`);
  await aws(`ec2 delete-internet-gateway --internet-gateway-id ${gateway}`);
  await aws(`ec2 delete-subnet --subnet-id ${subnet}`);
  await aws(`ec2 delete-vpc --vpc-id ${vpc}`);
}

async function createInterface(subnet: string, address: string): Promise<string> {
  return aws(
    `ec2 create-network-interface --subnet-id ${subnet} --private-ip-address ${address} --query NetworkInterface.NetworkInterfaceId`,
  );
}

/** Starts an instance on an interface and waits until its machine lets us in. */
async function runOn(card: string, ...more: readonly string[]): Promise<string> {
  const words = `ec2 run-instances --image-id ${image} --instance-type t3.small --key-name scenario --network-interfaces NetworkInterfaceId=${card},DeviceIndex=0 --query Instances[0].InstanceId`;
  const id = await aws(words, ...more);
  await aws(`ec2 wait instance-running --instance-ids ${id}`);
  return id;
}

async function terminate(...ids: readonly string[]): Promise<void> {
  await aws(
    `ec2 terminate-instances --instance-ids ${ids.join(' ')} --query TerminatingInstances[0].InstanceId`,
  );
  await aws(`ec2 wait instance-terminated --instance-ids ${ids.join(' ')}`);
}

/** Whether a machine gets through to a port of another. */
async function reaches(from: string, to: string, port = 22): Promise<boolean> {
  const attempt = `timeout 3 bash -c 'exec 3<>/dev/tcp/${to}/${port}' 2>/dev/null && echo yes || echo no`;
  return (await ssh({ address: from, keyFile }, attempt)).trim() === 'yes';
}

test('an interface gives its address to one instance after the other', async () => {
  const subnet = await aws(
    'ec2 describe-subnets --filters Name=availability-zone,Values=us-east-1a --query Subnets[0].SubnetId',
  );
  const group = await aws(
    'ec2 create-security-group --group-name members --description members --query GroupId',
  );
  await aws(
    `ec2 authorize-security-group-ingress --group-id ${group} --protocol tcp --port 22 --cidr 0.0.0.0/0 --query Return`,
  );
  const card = await createInterface(subnet, '10.224.0.50');
  await aws(`ec2 modify-network-interface-attribute --network-interface-id ${card} --groups ${group}`);
  const first = await runOn(card);
  const where = { address: '10.224.0.50', keyFile };
  const machineId = await ssh(where, 'cat /etc/machine-id');
  await terminate(first);
  await cloud.crash();
  const second = await runOn(card);
  expect(await ssh(where, 'cat /etc/machine-id')).not.toBe(machineId);
  await terminate(second);
  await aws(`ec2 delete-network-interface --network-interface-id ${card}`);
  await aws(`ec2 delete-security-group --group-id ${group}`);
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
    const [one, other] = await Promise.all([createVpc('10.191'), createVpc('10.192')]);
    await expect(aws('ec2 create-vpc --cidr-block 10.191.128.0/20')).rejects.toThrow(
      /InvalidVpc\.Range.*overlaps 10\.191\.0\.0\/16 of vpc-/s,
    );
    const addresses = ['10.191.1.10', '10.191.1.11', '10.192.1.10'];
    const cards = await Promise.all(
      addresses.map((address) =>
        createInterface(address.startsWith('10.191') ? one.subnet : other.subnet, address),
      ),
    );
    const profile = ['--iam-instance-profile', 'Name=peers'];
    const instances = await Promise.all(cards.map((card) => runOn(card, ...profile)));
    const [a = '', b = '', c = ''] = addresses;
    expect(await reaches(a, b)).toBe(true);
    expect(await reaches(a, c)).toBe(false);
    expect(await reaches(c, a)).toBe(false);
    await cloud.crash();
    expect(await reaches(a, b)).toBe(true);
    expect(await reaches(c, b)).toBe(false);

    await ssh(
      { address: a, keyFile },
      'sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive apt-get install -yqq --no-install-recommends awscli >/dev/null 2>&1',
    );
    const ask = `aws ec2 describe-instances --filters Name=vpc-id,Values=${one.vpc} --query 'sort(Reservations[].Instances[].PrivateIpAddress)' --output text`;
    for (const command of [ask, `sudo ${ask}`, `sudo systemd-run --wait --pipe --quiet ${ask}`]) {
      expect(await ssh({ address: a, keyFile }, command), command).toBe(`${a}\t${b}\n`);
    }
    const whoAmI = await ssh(
      { address: a, keyFile },
      'aws sts get-caller-identity --query Arn --output text',
    );
    expect(whoAmI.trim()).toBe(`arn:aws:sts::000000000000:assumed-role/peers/${instances[0]}`);

    await terminate(...instances);
    await Promise.all(
      cards.map((card) => aws(`ec2 delete-network-interface --network-interface-id ${card}`)),
    );
    await Promise.all([one, other].map(deleteVpc));
    expect(await aws('ec2 describe-vpcs --query Vpcs[].CidrBlock')).toBe('10.224.0.0/16');
    expect(await aws('ec2 describe-network-interfaces --query NetworkInterfaces[]')).toBe('');
  },
);
