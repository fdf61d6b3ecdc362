import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { NameRecord, NameServerSpec } from '../../../src/machines/name-servers.ts';
import { createDnsmasqServers, type DnsmasqServers } from '../../../src/machines/names/dnsmasq-servers.ts';
import { hasDnsmasq } from './require-dnsmasq.ts';

// An address that this host has without being asked.
const ADDRESS = '127.0.79.1';

let dir: string;
let servers: DnsmasqServers;
let logged: string[];

const open = (): DnsmasqServers =>
  createDnsmasqServers({ dir: join(dir, 'ns'), log: (event) => logged.push(event) });

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'imago-ns-'));
  logged = [];
  servers = open();
});

afterEach(async () => {
  await servers.close();
  rmSync(dir, { recursive: true });
});

const spec = (...records: readonly NameRecord[]): NameServerSpec => ({
  id: 'vpc-1',
  address: ADDRESS,
  zones: ['example.test'],
  records,
});
const a = (value: string): NameRecord => ({ name: 'www.example.test.', type: 'A', value });
const text: NameRecord = { name: 'www.example.test.', type: 'TXT', value: '"one" "two"' };
const pid = (): number => Number(readFileSync(join(dir, 'ns/vpc-1/pid'), 'utf8'));

async function ask(name: string, type: 'A' | 'TXT' | 'CNAME' = 'A'): Promise<unknown> {
  const resolver = new Resolver({ timeout: 1000, tries: 2 });
  resolver.setServers([ADDRESS]);
  return resolver.resolve(name, type).catch((error: { readonly code: string }) => error.code);
}

describe.skipIf(!hasDnsmasq())('name servers by dnsmasq', () => {
  test('answers by the records, and of its zones by nothing else', async () => {
    const alias: NameRecord = { name: 'web.example.test.', type: 'CNAME', value: 'www.example.test.' };
    await servers.apply(spec(a('10.0.0.1'), a('10.0.0.2'), text, alias));
    expect(new Set((await ask('www.example.test')) as string[])).toEqual(new Set(['10.0.0.1', '10.0.0.2']));
    expect(await ask('www.example.test', 'TXT')).toEqual([['one', 'two']]);
    expect(await ask('web.example.test', 'CNAME')).toEqual(['www.example.test']);
    expect(await ask('nobody.example.test')).toBe('ENOTFOUND');
  });

  test('changes addresses in the same process, and restarts it for anything else', async () => {
    await servers.apply(spec(a('10.0.0.1')));
    const first = pid();
    await servers.apply(spec(a('10.0.0.2')));
    expect(await ask('www.example.test')).toEqual(['10.0.0.2']);
    expect(pid()).toBe(first);
    await servers.apply(spec(a('10.0.0.2'), text));
    expect(await ask('www.example.test', 'TXT')).toEqual([['one', 'two']]);
    expect(logged).toEqual(['name server started', 'name server restarted']);
  });

  test('takes over the process of a dead daemon, and starts one that died', async () => {
    await servers.apply(spec(a('10.0.0.1')));
    const first = pid();
    servers = open();
    const wanted = spec(a('10.0.0.2'));
    await servers.apply(wanted);
    expect(await ask('www.example.test')).toEqual(['10.0.0.2']);
    expect(pid()).toBe(first);
    process.kill(first, 'SIGKILL');
    // Its port is free a moment after it is dead; the controller tries again, too.
    await vi.waitUntil(() =>
      servers.apply(wanted).then(
        () => pid() !== first,
        () => false,
      ),
    );
    expect(await ask('www.example.test')).toEqual(['10.0.0.2']);
  });

  test('fails where another has the address, and serves once that is gone', async () => {
    const other = createSocket('udp4').bind(53, ADDRESS);
    await once(other, 'listening');
    const wanted = spec(a('10.0.0.1'));
    await expect(servers.apply(wanted)).rejects.toThrow('Address already in use');
    other.close();
    await once(other, 'close');
    await servers.apply(wanted);
    expect(await ask('www.example.test')).toEqual(['10.0.0.1']);
  });

  test('ends those that nobody wants, and all of them at the end', async () => {
    await servers.apply(spec(a('10.0.0.1')));
    await servers.keep(new Set(['vpc-1']));
    expect(await ask('www.example.test')).toEqual(['10.0.0.1']);
    await servers.keep(new Set());
    expect(await ask('www.example.test')).toBe('ECONNREFUSED');
    await servers.apply(spec(a('10.0.0.1')));
    await open().close();
    expect(await ask('www.example.test')).toBe('ECONNREFUSED');
    expect(existsSync(join(dir, 'ns'))).toBe(false);
  });
});
