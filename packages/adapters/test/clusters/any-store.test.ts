import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seconds } from '@imago/engine';
import type { MemberCommandGate, MemberHttpGate } from '@imago/engine';
import ssh2 from 'ssh2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer } from '../ssh/test-server.ts';
import { answering, sample, sampling, startMembers } from './loopback-members.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'imago-clusters-'));
});
afterEach(() => rm(directory, { recursive: true }));

const members = [1, 2, 3].map((ordinal) => ({ name: `pg-${ordinal}`, address: `10.0.0.${ordinal}` }));
const command = (run: string, more: Partial<MemberCommandGate> = {}): MemberCommandGate => ({
  kind: 'member-command',
  name: 'store',
  sampling: { ...sampling, timeout: seconds(5) },
  maxBehind: 10,
  on: 'here',
  run,
  quorum: 'majority',
  ...more,
});

test('a command says by its status whether a member is healthy, and by its last line what more there is', async () => {
  const run = `
    echo "$IMAGO_MEMBERS" > /dev/null
    case $IMAGO_MEMBER in
      pg-1) echo '{"role":"leader","version":"15.8","position":120}' ;;
      pg-2) echo '{"role":"follower","version":"15.8","position":100,"alarms":["slot is lost"]}' ;;
      pg-3) echo "no way to $IMAGO_ADDRESS" >&2; exit 3 ;;
    esac`;
  const found = await sample(command(run), members);
  expect(found).toMatchObject({ quorum: true, leader: 'pg-1', alarms: ['slot is lost'] });
  expect(found.members).toMatchObject([
    { healthy: true, role: 'leader', version: '15.8', behind: 0 },
    { healthy: true, role: 'follower', behind: 20 },
    { healthy: false, role: 'unknown', detail: 'the command ended with status 3: no way to 10.0.0.3' },
  ]);
});

test.each([
  ['majority', true],
  ['all', true],
  [3, false],
] as const)('two of three members have a quorum of %s: %s', async (quorum, expected) => {
  const found = await sample(command('test $IMAGO_MEMBER != pg-3', { quorum }), members);
  expect(found.quorum).toBe(expected);
});

test('two members that both lead have no quorum, and are an alarm', async () => {
  const found = await sample(command(`echo '{"role":"leader"}'`), members.slice(0, 2));
  expect(found.quorum).toBe(false);
  expect(found.leader).toBeUndefined();
  expect(found.alarms).toEqual(['pg-1 and pg-2 both say that they lead']);
});

test('the leader may be told of by the others, by name or address', async () => {
  const found = await sample(command(`echo '{"leader":"10.0.0.2"}'`), members);
  expect(found.leader).toBe('pg-2');
  expect(found.members.map(({ role }) => role)).toEqual(['unknown', 'leader', 'unknown']);
});

test('a command that takes too long is no answer', async () => {
  const gate = command('exec tail -f /dev/null', { sampling });
  const [first] = (await sample(gate, members.slice(0, 1))).members;
  expect(first).toMatchObject({ healthy: false, detail: 'no answer within 0.4s' });
});

test('a member without an address is not asked', async () => {
  const [first] = (await sample(command('true'), [{ name: 'pg-1', address: '' }])).members;
  expect(first).toMatchObject({ healthy: false, detail: 'no address yet' });
});

test('an answer over HTTP says by its status whether a member is healthy, and by its body what more there is', async () => {
  const cluster = await startMembers([
    answering({ '/state': { role: 'leader', position: 5 } }),
    answering({ '/state': { role: 'follower', position: 3 } }),
    answering({}),
  ]);
  const gate: MemberHttpGate = {
    kind: 'member-http',
    name: 'store',
    sampling,
    maxBehind: 10,
    quorum: 'majority',
    port: cluster.port,
    scheme: 'http',
    from: 'here',
    path: '/state',
    matcher: '200-299',
  };
  try {
    const found = await sample(gate, cluster.members);
    expect(found.leader).toBe('etcd-1');
    expect(found.members.map(({ healthy, behind, detail }) => [healthy, behind, detail])).toEqual([
      [true, 0, 'status 200'],
      [true, 2, 'status 200'],
      [false, undefined, 'status 404'],
    ]);
  } finally {
    await cluster.close();
  }
});

test('members are asked through ssh where they are to be', async () => {
  const keys = ssh2.utils.generateKeyPairSync('ed25519');
  await writeFile(join(directory, 'key'), keys.private);
  const server = await startServer(keys.public);
  const cluster = await startMembers([answering({ '/state': { role: 'leader' } })]);
  const ssh = { user: 'admin', port: server.port, privateKey: 'key' };
  const reached = {
    port: cluster.port,
    scheme: 'http',
    from: 'member',
    path: '/state',
    matcher: '200',
  } as const;
  const gate = {
    kind: 'member-http',
    name: 'store',
    sampling,
    maxBehind: 10,
    quorum: 'majority',
    ...reached,
  } as const;
  try {
    const found = await sample({ ...gate, sampling: { ...sampling, timeout: seconds(5) } }, cluster.members, {
      ssh,
      directory,
    });
    expect(found.members).toMatchObject([{ healthy: true, role: 'leader', detail: 'status 200' }]);
    const there = command('echo "{\\"version\\":\\"$IMAGO_MEMBER\\"}"', { on: 'member' });
    const said = await sample(there, cluster.members, { ssh, directory });
    expect(said.members).toMatchObject([{ healthy: true, version: 'etcd-1' }]);
    const lost = await sample(there, cluster.members);
    expect(lost.members[0]?.detail).toBe(
      'no way to the member: the cluster has no ssh: { user, privateKey }',
    );
  } finally {
    await cluster.close();
    await server.close();
  }
});
