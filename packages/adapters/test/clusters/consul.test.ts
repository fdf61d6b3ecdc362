import type { RequestListener } from 'node:http';
import type { ClusterHealth, ConsulGate } from '@imago/engine';
import { afterEach, expect, test } from 'vitest';
import { answering, sample, sampling, startMembers } from './loopback-members.ts';
import type { LoopbackMembers } from './loopback-members.ts';

const ids = ['c1', 'c2', 'c3'].map((name) => `00000000-0000-0000-0000-0000000000${name}`);

interface Facts {
  readonly leader?: string;
  readonly applied?: number;
  readonly serf?: string;
  readonly voters?: readonly string[];
  readonly unhealthy?: readonly string[];
  readonly version?: string;
}

/** As a server of Consul 1.8 answers. */
function consul(ordinal: number, facts: Facts = {}): RequestListener {
  const { leader = '127.0.0.1:8300', applied = 50, voters = ids, unhealthy = [], version = '1.8.7' } = facts;
  const leads = leader === `127.0.0.${ordinal}:8300`;
  return answering({
    '/v1/agent/self': {
      Config: {
        Datacenter: 'dc1',
        NodeName: `consul-${ordinal}`,
        NodeID: ids[ordinal - 1],
        Server: true,
        Version: version,
      },
      Stats: {
        consul: { leader: String(leads), server: 'true' },
        raft: { state: leads ? 'Leader' : 'Follower', last_log_index: '50', applied_index: String(applied) },
      },
    },
    '/v1/status/leader': leader,
    '/v1/operator/raft/configuration': {
      Servers: ids.map((ID, index) => ({ ID, Node: `consul-${index + 1}`, Voter: voters.includes(ID) })),
      Index: 1,
    },
    '/v1/operator/autopilot/health': {
      Healthy: unhealthy.length === 0,
      Servers: ids.map((ID) => ({
        ID,
        SerfStatus: facts.serf ?? 'alive',
        Healthy: !unhealthy.includes(ID),
        Voter: voters.includes(ID),
      })),
    },
  });
}

let cluster: LoopbackMembers;
afterEach(() => cluster.close());

async function ask(
  listeners: readonly (RequestListener | undefined)[],
  more: Partial<ConsulGate> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<ClusterHealth> {
  cluster = await startMembers(listeners, 'consul');
  const reached = { port: cluster.port, scheme: 'http', from: 'here' } as const;
  const gate: ConsulGate = { kind: 'consul', name: 'consul', sampling, maxBehind: 10, ...reached, ...more };
  return sample(gate, cluster.members, { env });
}

test('tells versions, the leader, and how far each server is behind', async () => {
  const found = await ask([consul(1), consul(2, { applied: 44 }), consul(3)]);
  expect(found).toMatchObject({ quorum: true, leader: 'consul-1', alarms: [] });
  expect(found.members.map(({ healthy, role, version, behind }) => [healthy, role, version, behind])).toEqual(
    [
      [true, 'leader', '1.8.7', 0],
      [true, 'follower', '1.8.7', 6],
      [true, 'follower', '1.8.7', 0],
    ],
  );
});

test('a server that is down is not healthy, and neither is one that autopilot gives up', async () => {
  const found = await ask([consul(1, { unhealthy: [ids[2] ?? ''] }), undefined, consul(3)]);
  expect(found.members.map(({ healthy }) => healthy)).toEqual([true, false, false]);
  expect(found.members[2]?.detail).toBe('autopilot says that it is not healthy');
  expect(found.quorum).toBe(false);
});

test('a server without a vote is a learner', async () => {
  const voters = ids.slice(0, 2);
  const found = await ask([consul(1, { voters }), consul(2), consul(3)]);
  expect(found.members[2]).toMatchObject({ healthy: true, role: 'learner' });
});

test('without a leader nobody is healthy', async () => {
  const found = await ask([1, 2, 3].map((ordinal) => consul(ordinal, { leader: '' })));
  expect(found.members.map(({ healthy, detail }) => [healthy, detail])).toEqual(
    [1, 2, 3].map(() => [false, 'it knows no leader']),
  );
  expect(found.quorum).toBe(false);
});

test('the token of the named variable goes with every request', async () => {
  const guarded =
    (listener: RequestListener): RequestListener =>
    (request, response) => {
      if (request.headers['x-consul-token'] !== 'a-token') response.writeHead(403).end('Permission denied');
      else listener(request, response);
    };
  const servers = [1, 2, 3].map((ordinal) => guarded(consul(ordinal)));
  const found = await ask(servers, { tokenFrom: 'CONSUL_TOKEN' }, { CONSUL_TOKEN: 'a-token' });
  expect(found.quorum).toBe(true);
  await cluster.close();
  const refused = await ask(servers, { tokenFrom: 'CONSUL_TOKEN' });
  expect(refused.members[0]).toMatchObject({ healthy: false, detail: 'status 403 from /v1/agent/self' });
});
