import { DescribeSecurityGroupsCommand } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seconds } from '@imago/engine';
import type { GateSettings } from '@imago/engine';
import { ref, startLocalFleet } from './local-fleet.ts';
import type { LocalFleet } from './local-fleet.ts';

let fleet: LocalFleet;
beforeEach(async () => {
  fleet = await startLocalFleet();
});
afterEach(() => fleet.close());

describe('the instances', () => {
  const ports = async (): Promise<readonly string[]> => {
    const GroupIds = [(await fleet.cloud.observe(ref)).securityGroups.instances ?? ''];
    const answer = await fleet.aws.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds }));
    return (answer.SecurityGroups?.[0]?.IpPermissions ?? [])
      .flatMap(({ FromPort, IpRanges = [] }) => IpRanges.map(({ CidrIp }) => `${FromPort} from ${CidrIp}`))
      .sort();
  };
  const tcpGate = (port: number): GateSettings => ({
    kind: 'tcp',
    name: `tcp-${port}`,
    at: 'end',
    from: 'instances',
    port,
    sampling: { interval: seconds(5), count: 3, failureLimit: 0, timeout: seconds(5) },
  });

  test('of a local cloud may be asked by its host', async () => {
    expect(await ports()).toEqual(['8080 from 10.213.0.1/32']);
  });

  test('are opened to those who may ask them, at the ports that gates ask, also when the group stands', async () => {
    const probeFrom = ['10.1.0.0/16', '10.2.0.0/16'];
    const settings = { ...fleet.settings, probeFrom, gates: [tcpGate(9090), tcpGate(8080)] };
    await fleet.cloud.ensureEnvironment(ref, settings);
    expect(await ports()).toEqual([
      '8080 from 10.1.0.0/16',
      '8080 from 10.2.0.0/16',
      '8080 from 10.213.0.1/32',
      '9090 from 10.1.0.0/16',
      '9090 from 10.2.0.0/16',
    ]);
    fleet.calls();
    await fleet.cloud.ensureEnvironment(ref, settings);
    expect(fleet.calls().filter((call) => !call.startsWith('Describe'))).toEqual([]);
  });
});
