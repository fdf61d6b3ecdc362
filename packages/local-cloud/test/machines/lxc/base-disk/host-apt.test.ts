import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  hostSources,
  parseDeb822,
  parseOneLine,
  renderSources,
  selectAptSettings,
} from '../../../../src/machines/lxc/base-disk/host-apt.ts';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
let etc = '';

beforeEach(async () => {
  etc = await mkdtemp(join(tmpdir(), 'imago-apt-'));
  await mkdir(join(etc, 'apt/sources.list.d'), { recursive: true });
  await writeFile(join(etc, 'os-release'), 'ID=debian\nVERSION_CODENAME=bookworm\n');
});
afterEach(() => rm(etc, { recursive: true }));

test('reads the one-line style with and without options', () => {
  const text = `# deb http://a.test/old x main
deb [arch=amd64 signed-by=${keyring}] http://a.test/debian bookworm main contrib # comment
deb-src http://a.test/debian bookworm main
deb http://a.test/security bookworm-security main`;
  expect(parseOneLine(text)).toEqual([
    {
      uris: ['http://a.test/debian'],
      suites: ['bookworm'],
      components: ['main', 'contrib'],
      signedBy: keyring,
    },
    { uris: ['http://a.test/security'], suites: ['bookworm-security'], components: ['main'] },
  ]);
});

test('reads deb822 stanzas and leaves out disabled ones', () => {
  const text = `Types: deb
# a comment within
URIs: http://a.test/debian
Suites: bookworm
 bookworm-updates
Components: main
Signed-By: ${keyring}

Types: deb
Enabled: no
URIs: http://b.test/
Suites: bookworm
Components: main
`;
  expect(parseDeb822(text)).toEqual([
    {
      uris: ['http://a.test/debian'],
      suites: ['bookworm', 'bookworm-updates'],
      components: ['main'],
      signedBy: keyring,
    },
  ]);
});

test('what is rendered reads the same', () => {
  const sources = parseOneLine(`deb [signed-by=${keyring}] http://a.test/debian bookworm main`);
  expect(parseDeb822(renderSources(sources))).toEqual(sources);
});

test('only Debian’s own part of the host’s sources is taken', async () => {
  await writeFile(join(etc, 'apt/sources.list'), 'deb http://a.test/debian bookworm main non-free\n');
  const directory = join(etc, 'apt/sources.list.d');
  await writeFile(
    join(directory, 'vendor.list'),
    'deb [signed-by=/etc/vendor.gpg] http://v.test bookworm main\n',
  );
  await writeFile(join(directory, 'tool.list'), 'deb http://t.test bookworm stable\n');
  await writeFile(join(directory, 'off.list.bak'), 'deb http://b.test bookworm main\n');
  expect(await hostSources('bookworm', etc)).toEqual([
    { uris: ['http://a.test/debian'], suites: ['bookworm'], components: ['main'] },
  ]);
});

test('a host of another release, or without a source of this one, has none to offer', async () => {
  expect(await hostSources('bookworm', etc)).toBeUndefined();
  await writeFile(join(etc, 'apt/sources.list'), 'deb http://a.test/debian bookworm main\n');
  expect(await hostSources('trixie', etc)).toBeUndefined();
});

test('settings of the way to the archive are kept, except a proxy that only the host can reach', () => {
  const dump = `APT::Architecture "amd64";
Acquire::http::Proxy "http://proxy.test:3128";
Acquire::https::Proxy "http://127.0.0.1:3142";
Acquire::https::CaInfo "/srv/ca.pem";
Acquire::Check-Valid-Until "false";
Acquire::Check-Valid-Until "false";
Acquire::ftp "";
Acquire::GzipIndexes "true";
`;
  expect(selectAptSettings(dump)).toBe(
    'Acquire::http::Proxy "http://proxy.test:3128";\nAcquire::Check-Valid-Until "false";\n',
  );
});
