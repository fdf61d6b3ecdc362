import type { Release } from '../model/release.ts';
import type { RolloutAction, RolloutRecord } from '../model/rollout.ts';
import type { Finished } from './finish.ts';
import { nextCommands } from './next-commands.ts';
import { optional } from './optional.ts';
import type { Deployed, RolloutOutcome } from './outcome.ts';
import { putBackWords, reasonOf } from './words.ts';

/** What a command answers when its rollout has ended, or waits. `interrupted`: the person asked it to end, which leaves a cluster where its members are. */
export function conclude(
  record: RolloutRecord,
  release: Release,
  begun: Date,
  finished: Finished,
  interrupted = false,
): RolloutOutcome {
  const { run, end, traffic } = finished;
  const { number, from, entries } = record;
  const counted = optional({ traffic });
  if (run.held !== undefined) {
    const { why, reason } = run.held;
    const next = nextCommands(release.environment, why);
    if (why === 'handed-over') return { kind: 'handed-over', number, release: release.id, next };
    return { kind: 'waiting', number, release: release.id, why, reason, next, ...counted };
  }
  const turned = entries.find((entry) => entry.kind === 'turned-back');
  const because = turned?.because ?? { kind: 'interrupted' };
  const reason = reasonOf(because);
  switch (end?.kind) {
    case 'deployed':
      return deployed(record, release, begun, finished);
    case 'healed':
      return { kind: 'healed', release: release.id, members: finished.arrival.members ?? [] };
    case 'restored': {
      const set = record.cluster?.snapshotSet ?? '';
      const { members = [], replaced = [] } = finished.arrival;
      return { kind: 'restored', release: release.id, members, set, replaced };
    }
    case 'interrupted':
      return { kind: 'interrupted', putBack: putBackWords(run.undone), ...counted };
    case 'aborted': {
      const putBack = putBackWords(run.undone);
      return {
        kind: 'aborted',
        number,
        release: release.id,
        reason,
        putBack,
        ...optional({ live: from, traffic }),
      };
    }
    case 'rolled-back': {
      const known = run.postMortem ?? { failedInstances: [], launchFailures: [] };
      return {
        kind: 'rolled-back',
        release: release.id,
        touched: isTouched(record),
        because,
        reason,
        ...known,
        ...optional({ live: from, members: finished.arrival.members, traffic }),
      };
    }
    case 'destroyed':
    case 'stopped':
    case undefined:
      if (interrupted && record.cluster !== undefined)
        return { kind: 'interrupted', putBack: [end?.reason ?? 'it stopped'], ...counted };
      return { kind: 'stopped', reason: end?.reason ?? 'it stopped', ...counted };
  }
}

/** Whether traffic was moved, or instances ended or handed to Auto Scaling to replace, before it was turned back. */
function isTouched({ entries }: RolloutRecord): boolean {
  const turned = entries.findIndex(({ kind }) => kind === 'turned-back');
  return entries
    .slice(0, turned === -1 ? undefined : turned)
    .some((entry) => entry.kind === 'act' && entry.actions.some(touches));
}

const touches = (action: RolloutAction): boolean =>
  action.kind === 'set-weights' ||
  action.kind === 'start-refresh' ||
  (action.kind === 'terminate' && action.failing !== true) ||
  action.kind === 'stop-member';

function deployed(
  record: RolloutRecord,
  release: Release,
  begun: Date,
  { end, traffic, arrival }: Finished,
): Deployed {
  const { url, readyAt, previousUntil, members } = arrival;
  const endedAt = end === undefined ? begun : new Date(end.at);
  return {
    kind: 'deployed',
    release,
    url,
    shiftedAfterMs: Math.max(0, (readyAt ?? endedAt).getTime() - begun.getTime()),
    ...optional({ previous: record.from, previousUntil, members, traffic }),
  };
}
