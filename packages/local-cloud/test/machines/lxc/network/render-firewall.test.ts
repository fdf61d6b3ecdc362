import { expect, test } from 'vitest';
import type { FirewallRule, MachineNetwork } from '../../../../src/machines/machines.ts';
import { cloudNames } from '../../../../src/machines/lxc/cloud-names.ts';
import { renderFirewall } from '../../../../src/machines/lxc/network/render-firewall.ts';

const names = cloudNames('10.213.0.0/16');
const own: MachineNetwork = {
  cidr: '10.213.0.0/16',
  gateway: '10.213.0.1',
  outbound: ['10.213.0.0/20', '10.213.16.0/20'],
};
const render = (
  rules: readonly FirewallRule[],
  metadataPort?: number,
  networks: readonly MachineNetwork[] = [own],
): string => renderFirewall({ names, metadataPort, rules, networks });
const ssh = (address: string): FirewallRule => ({
  address,
  protocol: 'tcp',
  fromPort: 22,
  toPort: 22,
  sources: ['0.0.0.0/0'],
});

test('the table is replaced in one transaction, and it is the only one named', () => {
  const table = render([]);
  expect(table.startsWith('table ip imago213\ndelete table ip imago213\ntable ip imago213 {\n')).toBe(true);
  expect([...table.matchAll(/table \S+ (\S+)/g)].map(([, name]) => name)).toEqual(Array(3).fill('imago213'));
});

test('what no rule allows is dropped', () => {
  expect(render([])).toContain('chain to_machine {\n    ct state established,related accept\n    drop\n');
});

test('machines with the same rules share a chain', () => {
  const table = render([ssh('10.213.0.4'), ssh('10.213.0.5'), { ...ssh('10.213.0.6'), toPort: 23 }]);
  expect(table).toContain(
    'ip daddr vmap { 10.213.0.4 : goto rules_0, 10.213.0.5 : goto rules_0, 10.213.0.6 : goto rules_1 }',
  );
  expect(table).toContain('chain rules_0 {\n    ip saddr { 0.0.0.0/0 } tcp dport 22 accept\n    drop\n  }');
  expect(table).toContain('tcp dport 22-23 accept');
});

test.each<[string, Partial<FirewallRule>, string]>([
  ['all', { protocol: 'all' }, 'ip saddr { 0.0.0.0/0 } accept'],
  ['-1', { protocol: '-1' }, 'ip saddr { 0.0.0.0/0 } accept'],
  ['icmp of any type', { protocol: 'icmp', fromPort: -1, toPort: -1 }, 'ip protocol icmp accept'],
  ['icmp of one type', { protocol: 'icmp', fromPort: 8, toPort: -1 }, 'icmp type 8 accept'],
  ['a protocol by number', { protocol: '50' }, 'ip protocol 50 accept'],
  ['all of udp', { protocol: 'udp', fromPort: 0, toPort: 65_535 }, 'udp dport 0-65535 accept'],
])('a rule for %s', (_, part, rendered) => {
  expect(render([{ ...ssh('10.213.0.4'), ...part }])).toContain(rendered);
});

test('a rule without an IPv4 source allows nobody', () => {
  expect(render([{ ...ssh('10.213.0.4'), sources: ['::/0'] }])).toContain('chain rules_0 {\n    drop\n  }');
});

test('the metadata service is reached at its own address while it listens', () => {
  expect(render([], 4711)).toContain('ip daddr 169.254.169.254 tcp dport 80 dnat to 10.213.0.1:4711');
  expect(render([])).not.toContain('dnat to');
});

test('machines of one network reach no other, but the API and the metadata service on the host’s first address', () => {
  const table = render([], 4711, [own, { cidr: '10.50.0.0/24', gateway: '10.50.0.1', outbound: [] }]);
  expect(table).toContain(`  chain same_network {
    ip saddr 10.213.0.0/16 ip daddr 10.213.0.0/16 return
    ip saddr 10.50.0.0/24 ip daddr 10.50.0.0/24 return
    drop
  }`);
  expect(table).toContain('iifname "imago213" oifname "imago213" jump same_network\n    oifname');
  expect(table).toMatch(
    /ip daddr 10\.213\.0\.1 accept\n +iifname "imago213" ip daddr \{ 10\.213\.0\.0\/16, 10\.50\.0\.0\/24 \} jump same_network/,
  );
});

test('only machines whose routes lead out reach the world, and all reach name servers', () => {
  expect(render([])).toContain('ip saddr { 10.213.0.0/20, 10.213.16.0/20 } oifname != "imago213" masquerade');
  expect(render([])).toContain('iifname "imago213" ip saddr { 10.213.0.0/20, 10.213.16.0/20 } accept\n');
  const inside = render([], undefined, [{ ...own, outbound: [] }]);
  expect(inside).toContain('dport 53 accept\n    iifname "imago213" drop');
  expect(inside.match(/.* masquerade/g)).toEqual([
    '    ip saddr { 10.213.0.0/16 } oifname != "imago213" meta l4proto { tcp, udp } th dport 53 masquerade',
  ]);
});

test('the gateways’ addresses are reached over no other device of the host', () => {
  expect(render([])).toContain('iifname != { "lo", "imago213" } ip daddr { 10.213.0.1 } ct state new drop');
});
