import { execFileSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { memberBootScript } from '../../src/aws/member-boot-script.ts';
import { memberUserData } from '../../src/aws/member-user-data.ts';
import type { MemberBoot } from '../../src/aws/member-user-data.ts';
import { dataVolume } from './local-cluster.ts';

const boot = (change: Partial<MemberBoot> = {}): MemberBoot => ({
  environment: { project: 'store', environment: 'production' },
  member: { name: 'etcd-1', ordinal: 1, address: '10.0.0.4' },
  release: 'r7',
  members: [
    { name: 'etcd-1', address: '10.0.0.4' },
    { name: 'etcd-2', address: '10.0.0.5' },
  ],
  bootstrap: 'new',
  volumes: [{ id: 'vol-1', settings: dataVolume, formatted: false, restored: false }],
  start: undefined,
  userData: undefined,
  ...change,
});

const textOf = (change?: Partial<MemberBoot>): string => Buffer.from(memberUserData(boot(change))).toString();

/** The parts as Python's email library reads them, which is what cloud-init uses: type, name, and text. */
function partsOf(change?: Partial<MemberBoot>): readonly (readonly [string, string | null, string])[] {
  const program = `
import email, json, sys
message = email.message_from_string(sys.stdin.buffer.read().decode())
parts = [part for part in message.walk() if not part.is_multipart()]
print(json.dumps([[p.get_content_type(), p.get_filename(), p.get_payload(decode=True).decode()] for p in parts]))`;
  const output = execFileSync('python3', ['-c', program], { input: textOf(change), encoding: 'utf8' });
  return JSON.parse(output) as ReturnType<typeof partsOf>;
}

/** A file that the script writes, as a shell writes it. */
function fileIn(path: string, change?: Partial<MemberBoot>): string {
  const script = partsOf(change).at(-1)?.[2] ?? '';
  const lines = script.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`cat > ${path}.new <<`));
  const end = /'(.*)'$/.exec(lines[start] ?? '')?.[1] ?? '';
  return lines.slice(start + 1, lines.indexOf(end, start + 1)).join('\n');
}

test('holds the user’s own part first, of whatever kind, and a script whose name sorts last', () => {
  const parts = partsOf({ userData: '#cloud-config\npackages: [etcd]\n' });
  expect(parts.map(([type, name]) => [type, name])).toEqual([
    ['text/plain', null],
    ['text/x-shellscript', 'zz-imago-member'],
  ]);
  expect(parts[0]?.[2]).toBe('#cloud-config\npackages: [etcd]\n');
  expect(partsOf({ userData: ' \n' })).toHaveLength(1);
});

test('takes user data that has parts itself apart', () => {
  const userData = [
    'Content-Type: multipart/mixed; boundary="=imago="',
    'MIME-Version: 1.0',
    '',
    '--=imago=',
    'Content-Type: text/cloud-config',
    '',
    '#cloud-config',
    '--=imago=--',
    '',
  ].join('\n');
  expect(partsOf({ userData }).map(([type]) => type)).toEqual(['text/cloud-config', 'text/x-shellscript']);
});

test('brings what is no ASCII unharmed', () => {
  const parts = partsOf({ userData: '#!/bin/sh\necho “ü”\n', start: 'echo “ö”' });
  expect(parts[0]?.[2]).toBe('#!/bin/sh\necho “ü”\n');
  expect(parts[1]?.[2]).toContain('#!/bin/sh -e\necho “ö”\n');
});

test('tells the member who it is, where its data is, and who the others are', () => {
  expect(fileIn('/etc/imago/member.env').split('\n')).toEqual([
    'IMAGO_PROJECT="store"',
    'IMAGO_ENVIRONMENT="production"',
    'IMAGO_MEMBER="etcd-1"',
    'IMAGO_ORDINAL="1"',
    'IMAGO_ADDRESS="10.0.0.4"',
    'IMAGO_RELEASE="r7"',
    'IMAGO_MEMBERS="etcd-1=10.0.0.4 etcd-2=10.0.0.5"',
    'IMAGO_BOOTSTRAP="new"',
    'IMAGO_DATA_DATA="/var/lib/etcd"',
  ]);
});

test('a mount point may have anything in it that a path may have', () => {
  const settings = { ...dataVolume, name: 'write-ahead log', mountPoint: `/srv/it's "$(date)" \`x\`` };
  const volumes = [{ id: 'vol-1', settings, formatted: true, restored: true }];
  const shell = (script: string): string => execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' });
  const environment = fileIn('/etc/imago/member.env', { volumes });
  expect(shell(`${environment}\nprintf %s "$IMAGO_DATA_WRITE_AHEAD_LOG"`)).toBe(settings.mountPoint);
  const launch = fileIn('/etc/imago/launch', { volumes });
  expect(shell(`volume() { printf '%s|' "$@"; }\n${launch}\nvolumes`)).toBe(
    `write-ahead log|vol-1|/dev/xvdf|${settings.mountPoint}|ext4|etcd:etcd|0700|true|true|`,
  );
});

test('a start script is run by the shell that it names, or by sh that stops at the first failure', () => {
  expect(fileIn('/usr/local/lib/imago/start', { start: 'systemctl start etcd' })).toBe(
    '#!/bin/sh -e\nsystemctl start etcd',
  );
  expect(fileIn('/usr/local/lib/imago/start', { start: '#!/usr/bin/perl\n1' })).toBe('#!/usr/bin/perl\n1');
  const sly = "cat <<'IMAGO_END'\nIMAGO_END\nIMAGO_END_";
  expect(fileIn('/usr/local/lib/imago/start', { start: sly })).toBe(`#!/bin/sh -e\n${sly}`);
});

test('every script is one that a shell can read', () => {
  for (const script of [memberBootScript, partsOf({ start: 'true' }).at(-1)?.[2] ?? ''])
    execFileSync('/bin/sh', ['-n'], { input: script });
});

test('is compressed where it is longer than EC2 takes, and refused where that does not help', () => {
  const long = `# ${'a line of a long script '.repeat(1000)}`;
  const compressed = memberUserData(boot({ start: long }));
  expect(compressed.length).toBeLessThan(16_384);
  expect(gunzipSync(compressed).toString()).toContain(long);
  const noise = Array.from({ length: 40_000 }, (_, index) => ((index * 7919) % 65_521).toString(36)).join('');
  expect(() => memberUserData(boot({ userData: `#!/bin/sh\n: ${noise}` }))).toThrow(
    /the user data of etcd-1 has \d+ bytes when compressed, and EC2 takes 16384/,
  );
});
