import type { ClusterHealth, ObservedCluster } from '@imago/engine';

/** A member in a line: what EC2 and the cluster say of it. */
export interface MemberLine {
  readonly name: string;
  /** Instance and state, or that there is none. */
  readonly instance: string;
  readonly release: string;
  readonly address: string;
  /** Role or trouble, and version. */
  readonly word: string;
  readonly healthy: boolean;
}

/** Every member of a cluster, by ordinal. */
export function memberLines(
  { members }: Pick<ObservedCluster, 'members'>,
  health: Pick<ClusterHealth, 'members'> | undefined,
): readonly MemberLine[] {
  return members.map(({ name, networkInterface, instances }) => {
    const instance = instances.at(-1);
    const word = health?.members.find((member) => member.name === name);
    const version = word?.version === undefined ? '' : ` ${word.version}`;
    const said =
      word === undefined
        ? 'unknown'
        : word.healthy
          ? `${word.role}${version}`
          : `not healthy: ${word.detail}`;
    return {
      name,
      instance: instance === undefined ? 'no instance' : `${instance.id} ${instance.state}`,
      release: instance?.release ?? '-',
      address: networkInterface?.address ?? '-',
      word: said,
      healthy: word?.healthy === true,
    };
  });
}

/** The members in one short line, as it is told when it changes. */
export function membersLine(
  observed: Pick<ObservedCluster, 'members'>,
  health: Pick<ClusterHealth, 'members'> | undefined,
): string {
  const lines = memberLines(observed, health);
  if (lines.length === 0) return 'nothing runs yet';
  return lines
    .map(({ name, instance, release, word }) => {
      const state = instance.split(' ').at(-1) ?? '';
      const said = word.startsWith('not healthy') ? 'not healthy' : word;
      return instance === 'no instance' ? `${name} no instance` : `${name} ${release} ${state} ${said}`;
    })
    .join(', ');
}
