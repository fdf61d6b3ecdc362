import { expect, test } from 'vitest';
import { createFirewallController } from '../../src/controllers/firewall-controller.ts';
import { firewallRules } from '../../src/controllers/firewall-rules.ts';
import type { PermissionRecord, SecurityGroupRecord } from '../../src/store/records/ec2.ts';
import { eachTestCloud, run } from '../services/ec2/ec2-cloud.ts';

const it = eachTestCloud();

function groups(
  permissions: Readonly<Record<string, readonly Partial<PermissionRecord>[]>>,
): ReadonlyMap<string, SecurityGroupRecord> {
  return new Map(
    Object.entries(permissions).map(([id, list]) => [
      id,
      {
        id,
        name: id,
        description: '',
        vpcId: 'vpc-1',
        ownerId: '0',
        tags: {},
        permissions: list.map((permission, index) => ({
          ruleId: `sgr-${index}`,
          egress: false,
          protocol: 'tcp',
          ...permission,
        })),
      },
    ]),
  );
}

const ssh = { fromPort: 22, toPort: 22 };

test('permissions for the same ports are one rule; outbound ones are none', () => {
  const table = groups({
    web: [
      { ...ssh, cidr: '10.0.0.0/8' },
      { ...ssh, cidr: '1.2.3.4/32' },
      { egress: true, protocol: '-1', cidr: '0.0.0.0/0' },
    ],
  });
  expect(firewallRules([{ address: '10.0.0.4', securityGroupIds: ['web'] }], table)).toEqual([
    { address: '10.0.0.4', protocol: 'tcp', ...ssh, sources: ['10.0.0.0/8', '1.2.3.4/32'] },
  ]);
});

test('a group as a source means the addresses of all that carry it', () => {
  const table = groups({ web: [{ fromPort: 80, toPort: 80, groupId: 'lb' }], lb: [] });
  const guarded = [
    { address: '10.0.0.4', securityGroupIds: ['web'] },
    { address: '10.0.255.1', securityGroupIds: ['lb'] },
    { address: '10.0.255.2', securityGroupIds: ['lb', 'web'] },
  ];
  const opening = { protocol: 'tcp', fromPort: 80, toPort: 80, sources: ['10.0.255.1/32', '10.0.255.2/32'] };
  expect(firewallRules(guarded, table)).toEqual([
    { address: '10.0.0.4', ...opening },
    { address: '10.0.255.2', ...opening },
  ]);
});

test('a group that nothing carries admits nobody', () => {
  const table = groups({ web: [{ fromPort: 80, toPort: 80, groupId: 'lb' }], lb: [] });
  expect(firewallRules([{ address: '10.0.0.4', securityGroupIds: ['web'] }], table)).toEqual([]);
});

test('all protocols and ICMP come without ports', () => {
  const table = groups({
    web: [
      { protocol: '-1', cidr: '10.0.0.0/8' },
      { protocol: 'icmp', fromPort: -1, toPort: -1, cidr: '0.0.0.0/0' },
    ],
  });
  expect(firewallRules([{ address: '10.0.0.4', securityGroupIds: ['web'] }], table)).toEqual([
    { address: '10.0.0.4', protocol: 'all', sources: ['10.0.0.0/8'] },
    { address: '10.0.0.4', protocol: 'icmp', sources: ['0.0.0.0/0'] },
  ]);
});

test('the packet filter is set when what it follows from has changed, and only then', async () => {
  let applied = 0;
  it.local.cloud.machines.applyFirewall = async () => void applied++;
  const controller = createFirewallController(it.local.cloud);
  await controller.tick();
  await controller.tick();
  expect(applied).toBe(1);
  const [id = ''] = await run(it.local);
  await controller.tick();
  await controller.tick();
  expect(applied).toBe(2);
  it.local.cloud.tables.instances.update(id, { tags: { Name: 'web' } });
  await controller.tick();
  expect(applied).toBe(2);
});
