import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireDebianPackages } from './support/debian-packages.ts';
import { type ScenarioCloud, startLocalCloud } from './support/local-cloud.ts';
import { runProgram } from './support/run-program.ts';

let cloud: ScenarioCloud;
beforeAll(async () => {
  requireDebianPackages('python3', 'python3-boto3', 'openssh-client');
  cloud = await startLocalCloud('10.243.0.0/16');
});
afterAll(() => cloud.close());

test('boto3 goes from RunInstances through ssh and CreateImage to an instance of that image, uses S3, and puts a group behind a load balancer', async () => {
  const script = fileURLToPath(new URL('boto3_flow.py', import.meta.url));
  const printed = await runProgram('/usr/bin/python3', [script, cloud.endpoint, cloud.workDir], {
    env: cloud.clientEnv,
  });
  expect(JSON.parse(printed)).toEqual({
    ec2: { seen: 'boto3\n', 'images left': 0 },
    s3: { keys: ['a', 'ä +&'], prefixes: ['b/'], body: 'ä', missing: '404' },
    balanced: {
      'in service': ['InService', 'InService'],
      hosts: 2,
      'load balancers left': 0,
      'target groups left': 0,
      account: '000000000000',
    },
  });
});
