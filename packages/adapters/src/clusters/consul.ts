import { quorumOf } from '@imago/engine';
import type { ClusterHealth, ConsulGate, MemberHealth } from '@imago/engine';
import { answersIn, eachMember } from './each-member.ts';
import type { ClusterQuestion, Told } from './each-member.ts';
import { numberOf, objectIn, objectOf, objectsOf, textOf } from './json.ts';
import type { JsonObject } from './json.ts';
import { mostSaid } from './most-said.ts';
import { withMember } from './reach-member.ts';
import type { Ask } from './reach-member.ts';

/** What a Consul server says of itself. */
interface ConsulWord {
  readonly id: string | undefined;
  readonly server: boolean;
  readonly version: string | undefined;
  /** The address that leads, as this one knows it: `10.0.0.4:8300`. */
  readonly leader: string | undefined;
  readonly leads: boolean;
  readonly index: number;
  readonly applied: number;
}

/** What the servers together say: raft's configuration, and autopilot's health of each, by node id. */
interface ConsulCluster {
  readonly peers: ReadonlyMap<string, { readonly voter: boolean }>;
  readonly health: ReadonlyMap<string, { readonly healthy: boolean; readonly serf: string }>;
}

/** Asks Consul servers: `agent/self` and `status/leader` of each, and one of them for raft's configuration and autopilot's health. */
export async function sampleConsul(gate: ConsulGate, question: ClusterQuestion): Promise<ClusterHealth> {
  const token = gate.tokenFrom === undefined ? undefined : question.tools.env[gate.tokenFrom];
  const headers = token === undefined ? {} : { 'x-consul-token': token };
  const all = await eachMember(question, gate.sampling, (member, signal) =>
    withMember(member, gate, question, signal, (ask) => readWord(ask, headers)),
  );
  const words = answersIn(all);
  const leaderAddress = mostSaid(words.map(({ told }) => told.leader));
  const leading = words.find(({ told }) => told.leads && told.leader === leaderAddress);
  const asked = leading ?? words.find(({ told }) => told.leader === leaderAddress);
  const [cluster] = await eachMember(
    { ...question, members: asked === undefined ? [] : [asked.member] },
    gate.sampling,
    (member, signal) => withMember(member, gate, question, signal, (ask) => readCluster(ask, headers)),
  );
  const known = { leaderAddress, cluster, highest: Math.max(0, ...words.map(({ told }) => told.index)) };
  const members = all.map((one) => judge(one, known));
  const voters =
    cluster !== undefined && 'told' in cluster ? votersIn(cluster.told) : question.members.length;
  const following = members.filter(({ healthy, role }) => healthy && role !== 'learner').length;
  return {
    at: question.at,
    members,
    quorum: leaderAddress !== undefined && following >= quorumOf(voters),
    alarms: [],
    ...(leading === undefined ? {} : { leader: leading.member.name }),
  };
}

async function readWord(ask: Ask, headers: Readonly<Record<string, string>>): Promise<ConsulWord> {
  const [self, status] = ['/v1/agent/self', '/v1/status/leader'];
  const [answer, leader] = await Promise.all([ask(self, { headers }), ask(status, { headers })]);
  const { Config, Stats } = objectIn(answer, self);
  const config = objectOf(Config) ?? {};
  const raft = objectOf(objectOf(Stats)?.['raft']) ?? {};
  return {
    id: textOf(config['NodeID']),
    server: config['Server'] === true,
    version: textOf(config['Version']),
    leader: leader.status === 200 ? textOf(leader.body.trim().replace(/^"|"$/g, '')) : undefined,
    leads: raft['state'] === 'Leader',
    index: numberOf(raft['last_log_index']) ?? 0,
    applied: numberOf(raft['applied_index']) ?? 0,
  };
}

async function readCluster(ask: Ask, headers: Readonly<Record<string, string>>): Promise<ConsulCluster> {
  const [raft, autopilot] = ['/v1/operator/raft/configuration', '/v1/operator/autopilot/health'];
  const [configuration, health] = await Promise.all([ask(raft, { headers }), ask(autopilot, { headers })]);
  const id = ({ ID }: JsonObject): string => textOf(ID) ?? '';
  return {
    peers: new Map(
      objectsOf(objectIn(configuration, raft)['Servers']).map((peer) => [
        id(peer),
        { voter: peer['Voter'] === true },
      ]),
    ),
    // It answers 429 where not all are healthy.
    health: new Map(
      objectsOf(objectIn(health, autopilot, [200, 429])['Servers']).map((server) => [
        id(server),
        { healthy: server['Healthy'] === true, serf: textOf(server['SerfStatus']) ?? 'unknown' },
      ]),
    ),
  };
}

interface Known {
  readonly leaderAddress: string | undefined;
  readonly cluster: Told<ConsulCluster> | undefined;
  readonly highest: number;
}

function judge(one: Told<ConsulWord>, known: Known): MemberHealth {
  const { name } = one.member;
  if (!('told' in one)) return { name, healthy: false, role: 'unknown', detail: one.silent };
  const { told } = one;
  const version = told.version === undefined ? {} : { version: told.version };
  const behind = Math.max(0, known.highest - told.applied);
  const peer =
    known.cluster !== undefined && 'told' in known.cluster
      ? known.cluster.told.peers.get(told.id ?? '')
      : undefined;
  const follows = told.leader !== undefined && told.leader === known.leaderAddress;
  const role = peer?.voter === false ? 'learner' : !follows ? 'unknown' : told.leads ? 'leader' : 'follower';
  const problem = problemOf(told, known);
  if (problem !== undefined) return { name, healthy: false, role, ...version, behind, detail: problem };
  return {
    name,
    healthy: true,
    role,
    ...version,
    behind,
    detail: `Consul ${told.version ?? ''}, ${role}, ${behind} behind`,
  };
}

function problemOf(told: ConsulWord, { leaderAddress, cluster }: Known): string | undefined {
  if (!told.server) return 'its agent is no server';
  if (told.leader === undefined) return 'it knows no leader';
  if (told.leader !== leaderAddress) return 'it follows another leader than most';
  if (cluster === undefined || !('told' in cluster))
    return `nobody tells of raft and autopilot${cluster === undefined ? '' : `: ${cluster.silent}`}`;
  const { peers, health } = cluster.told;
  const id = told.id ?? '';
  if (!peers.has(id)) return 'it is no peer of raft';
  const seen = health.get(id);
  if (seen === undefined) return 'autopilot does not know it';
  if (seen.serf !== 'alive') return `serf takes it for ${seen.serf}`;
  return seen.healthy ? undefined : 'autopilot says that it is not healthy';
}

const votersIn = ({ peers }: ConsulCluster): number =>
  [...peers.values()].filter(({ voter }) => voter).length;
