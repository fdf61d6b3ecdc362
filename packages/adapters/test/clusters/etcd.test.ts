import type { RequestListener } from 'node:http';
import type { ClusterHealth, EtcdGate } from '@imago/engine';
import { afterEach, expect, test } from 'vitest';
import { answering, sample, sampling, startMembers } from './loopback-members.ts';
import type { LoopbackMembers } from './loopback-members.ts';

const ids = ['3319814642761637952', '267480488034088933', '16664418379027633585'];

interface Facts {
  readonly version?: string;
  readonly leader?: string;
  readonly index?: number;
  readonly applied?: number;
  readonly cluster?: string;
  readonly health?: unknown;
  readonly members?: readonly string[];
  readonly learners?: readonly string[];
  readonly errors?: readonly string[];
}

/** As etcd 3.4 and 3.5 answer on their JSON gateway. */
function etcd(ordinal: number, facts: Facts = {}): RequestListener {
  const id = ids[ordinal - 1] ?? '';
  const {
    version = '3.4.23',
    leader = ids[0],
    index = 100,
    applied = index,
    cluster = '3916931723309769110',
  } = facts;
  const { members = ids, learners = [], errors, health = { health: 'true' } } = facts;
  const header = { cluster_id: cluster, member_id: id, revision: '1', raft_term: '2' };
  const isLearner = learners.includes(id) ? { isLearner: true } : {};
  return answering({
    '/v3/maintenance/status': {
      header,
      version,
      dbSize: '20480',
      ...(leader === '' ? { errors: ['etcdserver: no leader'] } : { leader }),
      raftIndex: String(index),
      raftTerm: '2',
      raftAppliedIndex: String(applied),
      ...isLearner,
      ...(errors === undefined ? {} : { errors }),
    },
    '/v3/cluster/member/list': {
      header,
      members: members.map((ID) => ({
        ID,
        name: `other-${ID}`,
        ...(learners.includes(ID) ? { isLearner: true } : {}),
      })),
    },
    '/health': health,
  });
}

let cluster: LoopbackMembers;
afterEach(() => cluster.close());

async function ask(listeners: readonly (RequestListener | undefined)[]): Promise<ClusterHealth> {
  cluster = await startMembers(listeners);
  const gate: EtcdGate = {
    kind: 'etcd',
    name: 'etcd',
    sampling,
    maxBehind: 10,
    port: cluster.port,
    scheme: 'http',
    from: 'here',
  };
  return sample(gate, cluster.members);
}

const silent: RequestListener = () => undefined;

test('tells versions, the leader, and how far each member is behind it', async () => {
  const found = await ask([
    etcd(1),
    etcd(2, { applied: 93 }),
    etcd(3, { version: '3.5.16', index: 98, health: { health: 'true', reason: '' } }),
  ]);
  expect(found).toEqual({
    at: new Date(0),
    quorum: true,
    leader: 'etcd-1',
    alarms: [],
    members: [
      {
        name: 'etcd-1',
        healthy: true,
        role: 'leader',
        version: '3.4.23',
        behind: 0,
        detail: 'etcd 3.4.23, leader, 0 behind',
      },
      {
        name: 'etcd-2',
        healthy: true,
        role: 'follower',
        version: '3.4.23',
        behind: 7,
        detail: 'etcd 3.4.23, follower, 7 behind',
      },
      {
        name: 'etcd-3',
        healthy: true,
        role: 'follower',
        version: '3.5.16',
        behind: 2,
        detail: 'etcd 3.5.16, follower, 2 behind',
      },
    ],
  });
});

test('a member that is down or hangs is not healthy, and the others have a quorum', async () => {
  const down = await ask([etcd(1), undefined, etcd(3)]);
  expect(down.members[1]).toMatchObject({ healthy: false, role: 'unknown' });
  expect(down.members[1]?.detail).toMatch(/^no answer from 127\.0\.0\.2:\d+ \(.*ECONNREFUSED.*\)$/);
  expect(down).toMatchObject({ quorum: true, leader: 'etcd-1' });
  await cluster.close();
  const hanging = await ask([etcd(1), silent, etcd(3)]);
  expect(hanging.members[1]).toEqual({
    name: 'etcd-2',
    healthy: false,
    role: 'unknown',
    detail: 'no answer within 0.4s',
  });
});

test('one member alone of three is no quorum, whatever it says', async () => {
  const found = await ask([etcd(1), undefined, undefined]);
  expect(found).toMatchObject({ quorum: false, leader: 'etcd-1' });
});

test('without a leader nobody is healthy', async () => {
  const lost = { leader: '', health: { health: 'false', reason: 'RAFT NO LEADER' } };
  const found = await ask([etcd(1, lost), etcd(2, lost), etcd(3, lost)]);
  expect(found.members.map(({ healthy, role, detail }) => [healthy, role, detail])).toEqual(
    [1, 2, 3].map(() => [false, 'unknown', 'it knows no leader']),
  );
  expect(found.quorum).toBe(false);
  expect(found.leader).toBeUndefined();
});

test('a member that made a cluster of its own is not healthy, however well it is', async () => {
  const alone = etcd(3, { cluster: '1', leader: ids[2] ?? '', members: [ids[2] ?? ''] });
  const found = await ask([etcd(1), etcd(2), alone]);
  expect(found.members[2]).toMatchObject({
    healthy: false,
    detail: 'it is of the cluster 1, and the others are of 3916931723309769110',
  });
  expect(found).toMatchObject({ quorum: true, leader: 'etcd-1' });
});

test('a member that the others do not count is not healthy', async () => {
  const found = await ask([etcd(1, { members: ids.slice(0, 2) }), etcd(2), etcd(3)]);
  expect(found.members[2]?.detail).toBe('the cluster does not count it among its members');
});

test('a learner has no vote', async () => {
  const learners = [ids[2] ?? ''];
  const found = await ask([etcd(1, { learners }), undefined, etcd(3, { learners })]);
  expect(found.members[2]).toMatchObject({ healthy: true, role: 'learner' });
  expect(found.quorum).toBe(false);
});

test('an alarm is told, and keeps no member from counting as healthy', async () => {
  const errors = [`memberID:${ids[1]} alarm:NOSPACE `, `memberID:${ids[2]} alarm:NOSPACE `];
  const full = { health: { health: 'false', reason: 'ALARM NOSPACE' }, errors };
  const found = await ask([etcd(1, full), etcd(2, full), etcd(3, full)]);
  expect(found).toMatchObject({ alarms: ['NOSPACE'], quorum: true });
  expect(found.members.every(({ healthy }) => healthy)).toBe(true);
});

test('a member whose data is corrupt is not healthy', async () => {
  const errors = [`memberID:${ids[1]} alarm:CORRUPT `];
  const corrupt = { health: { health: 'false', reason: 'ALARM CORRUPT' }, errors };
  const found = await ask([etcd(1, corrupt), etcd(2, corrupt), etcd(3, corrupt)]);
  expect(found.alarms).toEqual(['CORRUPT']);
  expect(found.members.map(({ healthy }) => healthy)).toEqual([true, false, true]);
  expect(found.members[1]?.detail).toBe('/health says that it is not: ALARM CORRUPT');
});

test('a leader that is nobody of ours has no name', async () => {
  const members = [...ids, '5'];
  const found = await ask([1, 2, 3].map((ordinal) => etcd(ordinal, { leader: '5', members })));
  expect(found.leader).toBeUndefined();
  expect(found.quorum).toBe(true);
  expect(found.members.every(({ role }) => role === 'follower')).toBe(true);
});

test('what is no etcd is not healthy', async () => {
  const found = await ask([
    answering({}),
    answering({}),
    answering({ '/v3/maintenance/status': [], '/health': {} }),
  ]);
  expect(found.members.map(({ detail }) => detail)).toEqual([
    'status 404 from /v3/maintenance/status',
    'status 404 from /v3/maintenance/status',
    'no JSON object from /v3/maintenance/status',
  ]);
  expect(found.quorum).toBe(false);
});
