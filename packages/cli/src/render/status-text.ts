import type { LockHolder, ObservedInstance, SideReport, StatusReport, Unfinished } from '@imago/engine';

/** What runs, for people. */
export function statusText(report: StatusReport): string {
  const { live, url, sides, observed, lockedBy, unfinished } = report;
  const head =
    live === undefined ? 'nothing is live' : `${live} is live${url === undefined ? '' : ` at ${url}`}`;
  const rows = sides.flatMap((side) => {
    const instances = observed.sides.find(({ release }) => release === side.id)?.group?.instances ?? [];
    return [sideLine(side), ...instances.map(instanceLine)];
  });
  return [head, ...lockLines(lockedBy), ...unfinishedLines(unfinished), ...rows].join('\n');
}

/** Who works on it. */
export function lockLines(by: LockHolder | undefined): readonly string[] {
  if (by === undefined) return [];
  const { user, host, command, pid, since } = by;
  return [`${user}@${host} runs ${command} (pid ${pid}) since ${since}`];
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

function sideLine({ id, launches, weight, healthy, capacity, release, retireAt }: SideReport): string {
  const size = capacity === undefined ? 'no group' : `${healthy}/${capacity.desired} healthy`;
  const image =
    release === undefined
      ? ''
      : `  ${release.image.id}${release.codeTag === undefined ? '' : `  ${release.codeTag}`}`;
  const rolled = launches === id ? '' : `  runs ${launches}`;
  const retires = retireAt === undefined ? '' : `  until ${retireAt}`;
  return `  ${id.padEnd(5)} ${String(weight).padStart(3)} %  ${size}${rolled}${image}${retires}`;
}

function instanceLine({ id, zone, lifecycleState, health, description }: ObservedInstance): string {
  return `    ${id}  ${zone}  ${lifecycleState}  ${health}${description === undefined ? '' : `  ${description}`}`;
}
