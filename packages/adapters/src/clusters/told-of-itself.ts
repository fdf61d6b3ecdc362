import { quorumOf } from '@imago/engine';
import type { ClusterHealth, MemberCommandGate, MemberHealth } from '@imago/engine';
import type { ClusterQuestion, Told } from './each-member.ts';
import { numberOf, textOf } from './json.ts';
import type { JsonObject } from './json.ts';
import { mostSaid } from './most-said.ts';

/** What a member of any store may tell of itself. */
export interface OwnWord {
  readonly healthy: boolean;
  readonly detail: string;
  /** `role`, `version`, `position`, `leader` and `alarms`, where it told them. */
  readonly facts: JsonObject;
}

/** Sums up what members of any store tell of themselves. */
export function sumUp(
  all: readonly Told<OwnWord>[],
  { quorum }: Pick<MemberCommandGate, 'quorum'>,
  { members: { length: size }, at }: Pick<ClusterQuestion, 'members' | 'at'>,
): ClusterHealth {
  const leaders = all.filter(
    (one) => 'told' in one && one.told.healthy && one.told.facts['role'] === 'leader',
  );
  const [first, second] = leaders.map(({ member }) => member.name);
  const named = mostSaid(
    all.map((one) => ('told' in one && one.told.healthy ? textOf(one.told.facts['leader']) : undefined)),
  );
  const leader =
    second === undefined
      ? (first ?? all.find(({ member }) => member.name === named || member.address === named)?.member.name)
      : undefined;
  const positions = all.flatMap((one) => ('told' in one ? (numberOf(one.told.facts['position']) ?? []) : []));
  const members = all.map((one) => healthOf(one, Math.max(0, ...positions), leader));
  const healthy = members.filter((member) => member.healthy).length;
  const alarms = all.flatMap((one) => ('told' in one ? alarmsIn(one.told.facts) : []));
  // Whatever else they say: two leaders may have written different things.
  const torn = second === undefined ? [] : [`${first} and ${second} both say that they lead`];
  const needed = quorum === 'majority' ? quorumOf(size) : quorum === 'all' ? Math.max(1, size - 1) : quorum;
  return {
    at,
    members,
    quorum: healthy >= Math.min(size, needed) && torn.length === 0,
    alarms: [...new Set([...torn, ...alarms])],
    ...(leader === undefined ? {} : { leader }),
  };
}

function healthOf(one: Told<OwnWord>, highest: number, leader: string | undefined): MemberHealth {
  const { name } = one.member;
  if (!('told' in one)) return { name, healthy: false, role: 'unknown', detail: one.silent };
  const { healthy, detail, facts } = one.told;
  const position = numberOf(facts['position']);
  const version = textOf(facts['version']) ?? numberOf(facts['version'])?.toString();
  return {
    name,
    healthy,
    role: roleOf(facts['role']) ?? (healthy && name === leader ? 'leader' : 'unknown'),
    detail,
    ...(version === undefined ? {} : { version }),
    ...(position === undefined ? {} : { behind: Math.max(0, highest - position) }),
  };
}

function roleOf(role: unknown): MemberHealth['role'] | undefined {
  return role === 'leader' || role === 'follower' || role === 'learner' ? role : undefined;
}

function alarmsIn({ alarms }: JsonObject): readonly string[] {
  return Array.isArray(alarms) ? alarms.flatMap((alarm: unknown) => textOf(alarm) ?? []) : [];
}
