import { ImagoError } from '../../errors/imago-error.ts';
import type { ClusterSettings } from '../../model/cluster.ts';
import type { ObservedCluster, ObservedMember } from '../../model/observed-cluster.ts';
import { isThere } from './is-there.ts';

type Members = Pick<ClusterSettings, 'members'>;

/** Refuses what no replacement of instances does: members that come or go. */
export function checkMembers(wanted: Members, live: Members | undefined, observed: ObservedCluster): void {
  if (live === undefined) checkLeftovers(wanted, observed);
  else checkSameMembers(wanted, live, observed.environment.environment);
}

/** A cluster keeps the members that it began with: what leaves it has data, and the others count on it. */
export function checkSameMembers(wanted: Members, live: Members, environment: string): void {
  const [names, there] = [wanted, live].map(({ members }) => members.map(({ name }) => name));
  const gone = (there ?? []).filter((name) => names?.includes(name) === false);
  const more = (names ?? []).filter((name) => there?.includes(name) === false);
  if (gone.length === 0 && more.length === 0) return;
  const said = [
    ...(gone.length === 0 ? [] : [`the cluster has ${gone.join(', ')}, which the config has not`]),
    ...(more.length === 0 ? [] : [`the config has ${more.join(', ')}, which the cluster has not`]),
  ];
  throw new ImagoError({
    code: 'other-members',
    source: 'user',
    message: said.join(', and '),
    fix:
      'write the members that it has: a deploy replaces instances, and neither adds nor removes members\n' +
      `to have others, \`imago destroy ${environment}\`, which keeps the volumes, and deploy with the new ones`,
  });
}

/** What is left of members that nobody wants would stay for ever, unseen. */
function checkLeftovers({ members: wanted }: Members, { members, environment }: ObservedCluster): void {
  const left = members.filter(
    (member) => isThere(member) && !wanted.some(({ name }) => name === member.name),
  );
  const [first] = left;
  if (first === undefined) return;
  const runs = left.some(
    ({ networkInterface, instances }) => networkInterface !== undefined || instances.length > 0,
  );
  const volumes = left.flatMap(idsOf);
  const destroy = runs
    ? [`\`imago destroy ${environment.environment}\` removes what is there of them but their data`]
    : [];
  throw new ImagoError({
    code: 'other-members',
    source: 'user',
    message: `there are ${left.map(wordsOf).join(', ')}, which the config has not`,
    fix: ['write them again, or say what becomes of them:', ...destroy, ...commandsOf(volumes)].join('\n'),
  });
}

const commandsOf = (volumes: readonly string[]): readonly string[] =>
  volumes.length === 0
    ? []
    : [
        ...volumes.map((id) => `\`aws ec2 delete-volume --volume-id ${id}\` deletes its data`),
        `\`aws ec2 create-tags --resources ${volumes.join(' ')} --tags Key=imago:role,Value=replaced-volume\` keeps them apart`,
      ];

const wordsOf = (member: ObservedMember): string => {
  const ids = idsOf(member);
  return ids.length === 0 ? member.name : `${member.name} with ${ids.join(', ')}`;
};

const idsOf = ({ volumes }: ObservedMember): readonly string[] => volumes.map(({ id }) => id);
