import type { Because } from '../model/rollout.ts';

/** Why a rollout turned back, in one sentence. */
export function reasonOf(because: Because): string {
  switch (because.kind) {
    case 'not-healthy':
      return `${because.healthy} of ${because.wanted} instances were healthy after ${because.after}`;
    case 'member-not-healthy':
      return `${because.member} was not healthy after ${because.after}: ${because.detail}`;
    case 'traffic-failed':
      return because.requests === 0
        ? 'no sampled request was answered'
        : `${because.failures} of ${because.requests} ${askedWhat(because)} failed, the last with ${because.lastFailure}`;
    case 'check-failed':
      return because.test === undefined
        ? `${because.check} failed: ${because.detail}`
        : `test ${because.check} (${because.test}) failed: ${because.detail}`;
    case 'no-progress':
      return `nothing moved on for ${because.after} while waiting for ${because.waitingFor}`;
    case 'refresh-failed':
      return `the instance refresh ended as ${because.status}: ${because.reason}`;
    case 'aborted':
      return `${because.by} aborted it${because.reason === undefined ? '' : `: ${because.reason}`}`;
    case 'interrupted':
      return 'it was interrupted';
    case 'killed':
      return 'its process was killed';
    case 'refused':
      return `${because.action} was refused: ${because.message}`;
  }
}

const askedWhat = ({ tested }: Extract<Because, { kind: 'traffic-failed' }>): string =>
  tested === undefined ? "sampled requests on users' way" : `test requests to ${tested}`;
