import { quorumOf } from '@imago/engine';
import type { AskedMember, ClusterHealth, EtcdGate, MemberHealth } from '@imago/engine';
import { answersIn, eachMember } from './each-member.ts';
import type { ClusterQuestion, Told } from './each-member.ts';
import { numberOf, objectIn, objectOf, objectsOf, parse, textOf } from './json.ts';
import { mostSaid } from './most-said.ts';
import { withMember } from './reach-member.ts';
import type { Ask } from './reach-member.ts';

/** What a member of etcd says of itself; ids are texts, for they do not fit into numbers. */
interface EtcdWord {
  readonly clusterId: string | undefined;
  readonly id: string | undefined;
  /** Id of the member that leads, as this one knows it. */
  readonly leader: string | undefined;
  readonly version: string | undefined;
  readonly learner: boolean;
  readonly index: number;
  readonly applied: number;
  /** By its own `/health`, which reads through the leader. */
  readonly healthy: boolean;
  /** Why not, where it says so. */
  readonly why: string | undefined;
  /** The cluster's alarms, as this member knows them. */
  readonly alarms: readonly { readonly member: string; readonly alarm: string }[];
}

/** Whom the cluster counts. */
interface EtcdCluster {
  readonly voters: readonly string[];
  readonly ids: readonly string[];
}

/** Asks etcd 3.4 and later over its JSON gateway: `maintenance/status` and `/health` of each member, and one of them for all members. */
export async function sampleEtcd(gate: EtcdGate, question: ClusterQuestion): Promise<ClusterHealth> {
  const all = await eachMember(question, gate.sampling, (member, signal) =>
    withMember(member, gate, question, signal, readWord),
  );
  const words = answersIn(all);
  const clusterId = mostSaid(words.map(({ told }) => told.clusterId));
  const ours = words.filter(({ told }) => told.clusterId === clusterId && clusterId !== undefined);
  const leaderId = mostSaid(ours.map(({ told }) => told.leader));
  const cluster = await readCluster(gate, question, ours, leaderId);
  const highest = Math.max(0, ...ours.map(({ told }) => told.index));
  const members = all.map((one) => judge(one, { clusterId, leaderId, cluster, highest }));
  const leader = ours.find(({ told }) => told.id === leaderId && leaderId !== undefined)?.member.name;
  const voters = cluster?.voters.length ?? question.members.length;
  const following = ours.filter(
    ({ told }) => isWell(told) && !told.learner && told.leader === leaderId && leaderId !== undefined,
  );
  return {
    at: question.at,
    members,
    quorum: following.length >= quorumOf(voters),
    alarms: [...new Set(ours.flatMap(({ told }) => told.alarms.map(({ alarm }) => alarm)))],
    ...(leader === undefined ? {} : { leader }),
  };
}

async function readWord(ask: Ask): Promise<EtcdWord> {
  const path = '/v3/maintenance/status';
  const [answer, health] = await Promise.all([ask(path, { method: 'POST', body: {} }), ask('/health')]);
  const status = objectIn(answer, path);
  const header = objectOf(status['header']) ?? {};
  const index = numberOf(status['raftIndex']) ?? 0;
  const leader = textOf(status['leader']);
  const said = parse(health.body);
  return {
    clusterId: textOf(header['cluster_id']),
    id: textOf(header['member_id']),
    // What is 0 is left out, or told as it is.
    leader: leader === '0' ? undefined : leader,
    version: textOf(status['version']),
    learner: status['isLearner'] === true,
    index,
    applied: numberOf(status['raftAppliedIndex']) ?? index,
    // 3.4 writes the text, later ones may write the value.
    healthy: said?.['health'] === 'true' || said?.['health'] === true,
    why: textOf(said?.['reason']),
    alarms: alarmsIn(status['errors']),
  };
}

/** The members of the cluster, from the leader or whoever else answers. */
async function readCluster(
  gate: EtcdGate,
  question: ClusterQuestion,
  ours: readonly { readonly member: AskedMember; readonly told: EtcdWord }[],
  leaderId: string | undefined,
): Promise<EtcdCluster | undefined> {
  const asked = ours.find(({ told }) => told.id === leaderId) ?? ours[0];
  if (asked === undefined) return undefined;
  const one = { ...question, members: [asked.member] };
  const told = await eachMember(one, gate.sampling, (member, signal) =>
    withMember(member, gate, question, signal, async (ask): Promise<EtcdCluster> => {
      const path = '/v3/cluster/member/list';
      const found = objectsOf(objectIn(await ask(path, { method: 'POST', body: {} }), path)['members']);
      const idsOf = (some: typeof found): readonly string[] => some.flatMap(({ ID }) => textOf(ID) ?? []);
      return { ids: idsOf(found), voters: idsOf(found.filter(({ isLearner }) => isLearner !== true)) };
    }),
  );
  return answersIn(told)[0]?.told;
}

/** `memberID:16664418379027633585 alarm:NOSPACE` among the errors: the alarms themselves are proposed like a write. */
function alarmsIn(errors: unknown): EtcdWord['alarms'] {
  const list: readonly unknown[] = Array.isArray(errors) ? errors : [];
  return list.flatMap((error) => {
    const [, member = '', alarm = ''] = /^memberID:(\d+) alarm:(\w+)/.exec(String(error)) ?? [];
    return alarm === '' ? [] : [{ member, alarm }];
  });
}

/** An alarm makes every member say that it is not healthy; but for one whose data is corrupt, it is the cluster's matter. */
const isWell = ({ healthy, alarms, id }: EtcdWord): boolean =>
  healthy || (alarms.length > 0 && !alarms.some(({ member, alarm }) => alarm === 'CORRUPT' && member === id));

function judge(
  one: Told<EtcdWord>,
  {
    clusterId,
    leaderId,
    cluster,
    highest,
  }: {
    readonly clusterId: string | undefined;
    readonly leaderId: string | undefined;
    readonly cluster: EtcdCluster | undefined;
    readonly highest: number;
  },
): MemberHealth {
  const { name } = one.member;
  if (!('told' in one)) return { name, healthy: false, role: 'unknown', detail: one.silent };
  const { told } = one;
  const version = told.version === undefined ? {} : { version: told.version };
  const problem = problemOf(told, { clusterId, leaderId, cluster });
  const leads = told.id === leaderId && leaderId !== undefined;
  const role = told.learner
    ? 'learner'
    : leads
      ? 'leader'
      : told.leader === undefined
        ? 'unknown'
        : 'follower';
  const behind = Math.max(0, highest - told.applied);
  if (problem !== undefined) return { name, healthy: false, role, ...version, behind, detail: problem };
  const words = `etcd ${told.version ?? ''}, ${role}, ${behind} behind`;
  return { name, healthy: true, role, ...version, behind, detail: words };
}

function problemOf(
  told: EtcdWord,
  {
    clusterId,
    leaderId,
    cluster,
  }: {
    readonly clusterId: string | undefined;
    readonly leaderId: string | undefined;
    readonly cluster: EtcdCluster | undefined;
  },
): string | undefined {
  if (told.clusterId !== clusterId)
    return clusterId === undefined
      ? 'members say that they are of different clusters'
      : `it is of the cluster ${told.clusterId}, and the others are of ${clusterId}`;
  if (told.leader === undefined) return 'it knows no leader';
  if (told.leader !== leaderId) return 'it follows another leader than most';
  if (!isWell(told)) return `/health says that it is not${told.why === undefined ? '' : `: ${told.why}`}`;
  if (cluster !== undefined && told.id !== undefined && !cluster.ids.includes(told.id))
    return 'the cluster does not count it among its members';
  return undefined;
}
