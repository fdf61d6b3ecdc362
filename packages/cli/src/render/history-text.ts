import {
  formatDuration,
  type HistoryReport,
  milliseconds,
  type Release,
  type RolloutHistory,
} from '@imago/engine';

/** Rollouts with how they ended, newest first, then the releases. */
export function historyText({ releases, rollouts }: HistoryReport): string {
  if (rollouts.length === 0) return 'no rollout yet';
  return [...rollouts.flatMap(rolloutLines), '', ...releases.map(releaseLine)].join('\n');
}

/** A rollout, and below it what happened when, and how long it took. */
function rolloutLines(rollout: RolloutHistory): readonly string[] {
  const steps = rollout.steps.map(({ at, what, ms }) => {
    const took = ms === undefined ? '' : ` (${formatDuration(milliseconds(ms))})`;
    return `    ${at.slice(11, 19)}  ${what}${took}`;
  });
  return [rolloutLine(rollout), ...steps];
}

function rolloutLine({ number, kind, from, to, startedAt, by, end, cluster }: RolloutHistory): string {
  const path = [...new Set([from, to])].filter((release) => release !== undefined).join(' -> ');
  const set = kind === 'restore' ? ` of ${cluster?.snapshotSet} on` : '';
  const what = path === '' ? kind : `${kind}${set} ${path}`;
  const took =
    end === undefined
      ? ''
      : ` in ${formatDuration(milliseconds(Date.parse(end.at) - Date.parse(startedAt)))}`;
  const how =
    end === undefined
      ? 'unfinished'
      : `${end.kind}${took}${end.reason === undefined ? '' : `: ${end.reason}`}`;
  const requests =
    end?.requests === undefined ? '' : `  (${end.failures ?? 0} of ${end.requests} requests failed)`;
  return `#${number}  ${startedAt.slice(0, 19).replace('T', ' ')}  ${what}  ${how}${requests}  by ${by}`;
}

function releaseLine({ id, image, codeTag, createdAt, by }: Release): string {
  const tag = codeTag === undefined ? '' : `  ${codeTag}`;
  return `${id.padEnd(5)} ${image.id}  ${image.name ?? ''}${tag}  ${createdAt.slice(0, 19).replace('T', ' ')}  by ${by}`;
}
