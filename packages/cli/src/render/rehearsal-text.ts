import {
  type DeployOutcome,
  formatDuration,
  milliseconds,
  type RehearsalOutcome,
  type RemovalOutcome,
} from '@imago/engine';
import { outcomeText } from './outcome-text.ts';

/** How a rehearsal ended, in a few lines for people. */
export function rehearsalText(outcome: RehearsalOutcome): string {
  if (outcome.kind === 'interrupted') {
    return [`interrupted: rehearsal ${outcome.rehearsal} tells nothing`, ...leftLines(outcome.left)].join(
      '\n',
    );
  }
  const { kind, rehearsal, of, way, from, reason, rollout, tookMs, keptUntil, left } = outcome;
  const what = way === 'create' ? `creating ${of}` : `upgrading ${of} from ${from ?? 'what is live'}`;
  const why = reason === undefined ? '' : `: ${reason}`;
  const took = formatDuration(milliseconds(tookMs));
  return [
    ...(kind === 'failed' && rollout !== undefined ? detailLines(rollout) : []),
    ...(keptUntil === undefined ? [] : keptLines(rehearsal, of, keptUntil, rollout)),
    ...leftLines(left),
    `${what} ${kind}${why} (rehearsal ${rehearsal}, ${took})`,
  ].join('\n');
}

/** How a removal ended. */
export function removalText(outcome: RemovalOutcome): string {
  switch (outcome.kind) {
    case 'removed':
      return `${outcome.rehearsal} is removed`;
    case 'nothing':
      return `nothing was left of ${outcome.rehearsal}`;
    case 'left':
      return [`${outcome.rehearsal} is not removed`, ...leftLines(outcome.left)].join('\n');
    case 'locked': {
      const { user, host, pid, since } = outcome.by;
      return `${user}@${host} is at work on it (pid ${pid}) since ${since}; wait until it is done`;
    }
  }
}

/** What a rollout knows of those that failed; its last lines say what the reason says already. */
const detailLines = (rollout: DeployOutcome): readonly string[] =>
  outcomeText(rollout)
    .split('\n')
    .filter((line) => line.startsWith(' '));

function keptLines(
  rehearsal: string,
  of: string,
  until: string,
  rollout: DeployOutcome | undefined,
): readonly string[] {
  const url = rollout?.kind === 'deployed' && rollout.url !== '' ? [`  ${rollout.url}`] : [];
  const members = rollout !== undefined && 'members' in rollout ? (rollout.members ?? []) : [];
  return [
    `${rehearsal} stays until ${until}; \`imago rehearse ${of} --remove ${rehearsal}\` removes it`,
    ...url,
    ...members.map(({ name, address }) => `  ${name}  ${address}`),
  ];
}

const leftLines = (left: string | undefined): readonly string[] =>
  left === undefined ? [] : [`something of it is left, which the next command removes: ${left}`];
