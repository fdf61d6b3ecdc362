import { expect, test } from 'vitest';
import type { NameRecord } from '../../../src/machines/name-servers.ts';
import { nameServerPaths } from '../../../src/machines/names/name-server-paths.ts';
import { renderHosts, renderNameServer } from '../../../src/machines/names/render-names.ts';

const paths = nameServerPaths('/data/ns', 'vpc-1');
const spec = (...records: readonly NameRecord[]) => ({
  id: 'vpc-1',
  address: '10.213.0.1',
  zones: ['example.test'],
  records,
});
const a = (name: string, value: string): NameRecord => ({ name, type: 'A', value });

test('it listens on its address alone and asks nobody about its zones', () => {
  const config = renderNameServer(spec(), paths);
  expect(config).toContain('listen-address=10.213.0.1\nbind-dynamic\n');
  expect(config).toContain('local=/example.test/\n');
  expect(config).toContain('addn-hosts=/data/ns/vpc-1/hosts\n');
});

test('addresses are in the file that is read again, not in the configuration', () => {
  const one = spec(a('www.example.test.', '10.0.0.1'), a('www.example.test.', '10.0.0.2'));
  expect(renderHosts(one)).toBe('10.0.0.1 www.example.test\n10.0.0.2 www.example.test\n');
  expect(renderNameServer(one, paths)).toBe(renderNameServer(spec(), paths));
});

test('a CNAME to an address, as load balancers are named, is an address', () => {
  const one = spec({ name: 'www.example.test.', type: 'CNAME', value: '10.213.255.1' });
  expect(renderHosts(one)).toBe('10.213.255.1 www.example.test\n');
  expect(renderNameServer(one, paths)).not.toContain('cname=');
});

test('aliases, wildcards and records of other types are in the configuration', () => {
  const config = renderNameServer(
    spec(
      { name: 'www.example.test.', type: 'CNAME', value: 'etcd.example.test' },
      a('\\052.example.test.', '10.0.0.9'),
      { name: 't.example.test.', type: 'TXT', value: '"a"' },
    ),
    paths,
  );
  expect(config).toContain('cname=www.example.test,etcd.example.test\n');
  expect(config).toContain('address=/*.example.test/10.0.0.9\n');
  expect(config).toContain('dns-rr=t.example.test,16,0161\n');
});

test('names that dnsmasq has no form for are left out', () => {
  const strange = spec(a('a\\040b.example.test.', '10.0.0.1'), {
    name: '\\052.example.test.',
    type: 'TXT',
    value: '"a"',
  });
  expect(renderHosts(strange)).toBe('');
  expect(renderNameServer(strange, paths)).toBe(renderNameServer(spec(), paths));
});

test('an id that is no file name is refused', () => {
  expect(() => nameServerPaths('/data/ns', '../x')).toThrow('name server id "../x": use a-z, 0-9 and - only');
});
