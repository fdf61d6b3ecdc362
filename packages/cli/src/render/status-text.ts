import {
  type LockHolder,
  type ObservedInstance,
  type ReleaseId,
  releaseNumber,
  type SideReport,
  type StatusReport,
  type Unfinished,
} from '@imago/engine';

/** What runs, for people. */
export function statusText(report: StatusReport): string {
  const { live, url, sides, observed, lockedBy, unfinished } = report;
  const head =
    live === undefined
      ? 'nothing is live'
      : `${live} is live${url === undefined ? '' : ` at ${url}`}${underWay(unfinished)}`;
  const rows = sides.flatMap((side) => {
    const instances = observed.sides.find(({ release }) => release === side.id)?.group?.instances ?? [];
    const releases = releasesOf(instances);
    const isRolled = releases.some(([release]) => release !== side.id);
    return [sideLine(side, releases), ...instances.map((one) => instanceLine(one, isRolled))];
  });
  return [head, ...lockLines(lockedBy), ...unfinishedLines(unfinished), ...rows].join('\n');
}

/** Who works on it. */
export function lockLines(by: LockHolder | undefined): readonly string[] {
  if (by === undefined) return [];
  const { user, host, command, pid, since } = by;
  return [`${user}@${host} runs ${command} (pid ${pid}) since ${since}`];
}

/** From where to where a rollout goes that has not ended, and whether it still does. */
function underWay(unfinished: Unfinished | undefined): string {
  const { from, to, kind, entries } = unfinished?.rollout ?? { entries: [] };
  if (from === undefined || to === undefined || kind === 'destroy') return '';
  const isBack = entries.some((entry) => entry.kind === 'turned-back');
  return `; ${from} -> ${to} is ${isBack ? 'being turned back' : 'under way'}`;
}

/** Releases of the instances that stay, with how many run each. */
function releasesOf(instances: readonly ObservedInstance[]): readonly (readonly [ReleaseId, number])[] {
  const counts = new Map<ReleaseId, number>();
  for (const { release, lifecycleState } of instances) {
    if (release === undefined || lifecycleState.startsWith('Terminat')) continue;
    counts.set(release, (counts.get(release) ?? 0) + 1);
  }
  return [...counts].sort(([one], [other]) => releaseNumber(one) - releaseNumber(other));
}

/** A rollout that has not ended: how far it is, and what its gates say. */
export function unfinishedLines(unfinished: Unfinished | undefined): readonly string[] {
  if (unfinished === undefined) return [];
  const { summary, progress } = unfinished;
  const { stepsDone, steps, gates, last } = progress;
  const next = steps[stepsDone];
  const done =
    next === undefined
      ? `${steps.length} of ${steps.length} steps`
      : `step ${stepsDone + 1} of ${steps.length}: ${next}`;
  return [
    summary,
    ...(steps.length === 0 ? [] : [`  ${done}`]),
    ...(last === undefined ? [] : [`  last: ${last}`]),
    ...gates.map(
      ({ stage, name, state, detail }) =>
        `  ${name} (${stage}) ${state}${detail === '' ? '' : `: ${detail}`}`,
    ),
  ];
}

function sideLine(
  { id, launches, weight, healthy, capacity, release, retireAt }: SideReport,
  releases: readonly (readonly [ReleaseId, number])[],
): string {
  const isMixed = releases.length > 1;
  const size = capacity === undefined ? 'no group' : `${healthy}/${capacity.desired} healthy`;
  const image =
    release === undefined || isMixed
      ? ''
      : `  ${release.image.id}${release.codeTag === undefined ? '' : `  ${release.codeTag}`}`;
  const [[runs] = [launches]] = releases;
  const mixed = releases.map(([one, count]) => `${one} on ${count}`).join(', ');
  const rolled = isMixed ? `  runs ${mixed}` : runs === id ? '' : `  runs ${runs}`;
  const retires = retireAt === undefined ? '' : `  until ${retireAt}`;
  return `  ${id.padEnd(5)} ${String(weight).padStart(3)} %  ${size}${rolled}${image}${retires}`;
}

function instanceLine(
  { id, zone, release, lifecycleState, health, description }: ObservedInstance,
  isRolled: boolean,
): string {
  const runs = isRolled && release !== undefined ? `  ${release}` : '';
  return `    ${id}  ${zone}${runs}  ${lifecycleState}  ${health}${description === undefined ? '' : `  ${description}`}`;
}
