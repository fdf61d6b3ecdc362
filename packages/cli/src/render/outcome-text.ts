import {
  type DeployOutcome,
  type Destroyed,
  type DestroyOutcome,
  type FailedInstance,
  formatDuration,
  type HealOutcome,
  type MemberAddress,
  milliseconds,
  type OrderOutcome,
  type ProbeTotals,
  type ReleaseId,
  releaseNumber,
  type RollbackOutcome,
  type RolledBack,
  type Unchanged,
} from '@imago/engine';
import { shownLine } from './shown-line.ts';

/** How a run ended, in a few lines for people. */
export function outcomeText(
  outcome: DeployOutcome | DestroyOutcome | RollbackOutcome | HealOutcome | OrderOutcome,
): string {
  switch (outcome.kind) {
    case 'deployed':
      return deployedText(outcome);
    case 'unchanged':
      return [unchangedText(outcome), ...(outcome.url === '' ? [] : [outcome.url])].join('\n');
    case 'healed':
      return [healedText(outcome), ...memberLines(outcome.members)].join('\n');
    case 'restored':
      return [
        `the data are those of ${outcome.set}, on ${outcome.release}`,
        ...memberLines(outcome.members),
        ...(outcome.replaced.length === 0
          ? []
          : [`the data from before stay on ${outcome.replaced.join(', ')}`]),
      ].join('\n');
    case 'rolled-back':
      // Consoles are long: what matters most stands last, where a terminal shows it.
      return [
        ...outcome.failedInstances.flatMap(instanceLines),
        ...outcome.launchFailures.map((failure) => `  ${failure}`),
        ...trafficLines(outcome.traffic, outcome.because.kind === 'traffic-failed' ? " on users' way" : ''),
        `${outcome.release} was refused: ${outcome.reason}`,
        stillLive(outcome),
      ].join('\n');
    case 'aborted':
      return [
        ...outcome.putBack.map((what) => `  ${what}`),
        ...trafficLines(outcome.traffic),
        `#${outcome.number} was aborted: ${outcome.reason}`,
        outcome.live === undefined ? 'nothing is live' : `${outcome.live} is live`,
      ].join('\n');
    case 'waiting':
      return [
        ...trafficLines(outcome.traffic),
        `#${outcome.number}${outcome.release === undefined ? '' : ` to ${outcome.release}`} waits: ${outcome.reason}`,
        outcome.next,
      ].join('\n');
    case 'handed-over':
      return `#${outcome.number} to ${outcome.release} is with Auto Scaling, which goes on by itself\n${outcome.next}`;
    case 'told': {
      const { user, host, pid } = outcome.by;
      return `#${outcome.number} was told: ${user}@${host} (pid ${pid}) runs it and obeys`;
    }
    case 'locked': {
      const { user, host, pid, command, since } = outcome.by;
      return `locked: ${user}@${host} runs ${command} (pid ${pid}) since ${since}; wait until it is done`;
    }
    case 'interrupted':
      return [
        'interrupted',
        ...outcome.putBack.map((what) => `  ${what}`),
        ...trafficLines(outcome.traffic),
      ].join('\n');
    case 'stopped':
      return [`stopped: ${outcome.reason}`, ...trafficLines(outcome.traffic)].join('\n');
    case 'nowhere':
    case 'no-rollout':
      return outcome.reason;
    case 'destroyed':
      return [`destroyed, with ${outcome.releases.join(', ') || 'no release'}`, ...keptLines(outcome)].join(
        '\n',
      );
    case 'nothing':
      return 'there was nothing to destroy';
  }
}

const unchangedText = ({ release: { id }, settings }: Unchanged): string =>
  settings === undefined
    ? `${id} is live already with this image and these settings: nothing to do`
    : `${id} is live already with this image; it took over, with nothing replaced: ${settings.join(', ')}`;

function deployedText(outcome: Extract<DeployOutcome, { kind: 'deployed' }>): string {
  const { release, previous, previousUntil, url, shiftedAfterMs, traffic, members } = outcome;
  const took = formatDuration(milliseconds(shiftedAfterMs));
  if (members !== undefined) {
    return [`${release.id} is live: every member on it after ${took}`, ...memberLines(members)].join('\n');
  }
  const kept =
    previous !== undefined && previousUntil !== undefined
      ? [
          `${previous} stays until ${previousUntil}: \`${wayBack(release.id, previous)}\` takes a moment until then`,
        ]
      : [];
  return [
    `${release.id} is live: all traffic on it after ${took}`,
    ...trafficLines(traffic),
    ...kept,
    url,
  ].join('\n');
}

/** A heal leaves each member on what it ran. */
function healedText({ release, members }: Extract<HealOutcome, { kind: 'healed' }>): string {
  const isMixed = members.some((member) => (member.release ?? release) !== release);
  return isMixed
    ? `every member is up, not all on ${release}, which is live`
    : `every member is up on ${release}`;
}

const memberLines = (members: readonly MemberAddress[]): readonly string[] =>
  members.map(
    ({ name, address, release }) => `  ${name}  ${address}${release === undefined ? '' : `  ${release}`}`,
  );

const keptLines = ({ volumes = [], replaced = [] }: Destroyed): readonly string[] => [
  ...(volumes.length === 0 ? [] : [`its data stays on ${volumes.join(', ')}`]),
  ...(replaced.length === 0 ? [] : [`what restores have set aside stays on ${replaced.join(', ')}`]),
];

/** After a rollback, a rollback without a word would go further back. */
function wayBack(live: ReleaseId, previous: ReleaseId): string {
  const further = releaseNumber(previous) > releaseNumber(live);
  return further ? `imago rollback --to ${previous}` : 'imago rollback';
}

/**
 * What became of the release before: users may have noticed something even where it was left alone. Members are
 * replaced and put back, sides are not.
 */
function stillLive({ live, touched, traffic, members }: RolledBack): string {
  if (live === undefined) return 'nothing is live';
  if (members !== undefined) return `${live} is live, on every member`;
  if (touched) return `${live} is live again`;
  return `${live} is live${(traffic?.failures ?? 0) > 0 ? '' : ', untouched'}`;
}

/** Requests of the whole run; `where` tells them from others that are told of beside them. */
function trafficLines(traffic: ProbeTotals | undefined, where = ''): readonly string[] {
  if (traffic === undefined || traffic.requests === 0) return [];
  const { requests, failures, p50Ms, p99Ms, lastFailure } = traffic;
  const last = lastFailure === undefined ? '' : `, the last: ${lastFailure}`;
  return [
    `${failures} of ${requests} requests${where} failed${last} (p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms)`,
  ];
}

function instanceLines({ id, health, reason, description, console }: FailedInstance): readonly string[] {
  const why = [reason, description].filter((part) => part !== undefined).join(': ');
  return [
    `  ${id} ${health}${why === '' ? '' : ` (${why})`}`,
    ...console.map((line) => `    | ${shownLine(line)}`),
  ];
}
