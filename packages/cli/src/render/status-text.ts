import type { ObservedInstance, SideReport, StatusReport } from '@imago/engine';

/** What runs, for people. */
export function statusText(report: StatusReport): string {
  const { live, url, sides, observed, lockedBy, unfinished } = report;
  const head =
    live === undefined ? 'nothing is live' : `${live} is live${url === undefined ? '' : ` at ${url}`}`;
  const lock =
    lockedBy === undefined
      ? []
      : [
          `${lockedBy.user}@${lockedBy.host} runs ${lockedBy.command} (pid ${lockedBy.pid}) since ${lockedBy.since}`,
        ];
  const rows = sides.flatMap((side) => {
    const instances = observed.sides.find(({ release }) => release === side.id)?.group?.instances ?? [];
    return [sideLine(side), ...instances.map(instanceLine)];
  });
  return [head, ...lock, ...(unfinished === undefined ? [] : [unfinished.summary]), ...rows].join('\n');
}

function sideLine({ id, weight, healthy, capacity, release, retireAt }: SideReport): string {
  const size = capacity === undefined ? 'no group' : `${healthy}/${capacity.desired} healthy`;
  const image =
    release === undefined
      ? ''
      : `  ${release.image.id}${release.codeTag === undefined ? '' : `  ${release.codeTag}`}`;
  const retires = retireAt === undefined ? '' : `  until ${retireAt}`;
  return `  ${id.padEnd(5)} ${String(weight).padStart(3)} %  ${size}${image}${retires}`;
}

function instanceLine({ id, zone, lifecycleState, health, description }: ObservedInstance): string {
  return `    ${id}  ${zone}  ${lifecycleState}  ${health}${description === undefined ? '' : `  ${description}`}`;
}
