import {
  formatDuration,
  type HistoryReport,
  milliseconds,
  type Release,
  type RolloutRecord,
} from '@imago/engine';

/** Rollouts with how they ended, newest first, then the releases. */
export function historyText({ releases, rollouts }: HistoryReport): string {
  if (rollouts.length === 0) return 'no rollout yet';
  return [...rollouts.map(rolloutLine), '', ...releases.map(releaseLine)].join('\n');
}

function rolloutLine({ number, kind, from, to, startedAt, by, end }: RolloutRecord): string {
  const path = [from, to].filter((release) => release !== undefined).join(' -> ');
  const what = path === '' ? kind : `${kind} ${path}`;
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
