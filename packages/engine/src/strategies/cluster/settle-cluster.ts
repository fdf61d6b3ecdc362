import { formatDuration } from '../../model/duration.ts';
import { lastWord } from '../ask-tests.ts';
import { clusterGates, clusterHooks, pass, testsSeen } from './cluster-checks.ts';
import type { ClusterRule } from './cluster-task.ts';
import { upUntil } from './member-steps.ts';

/** All members are where they are to be: gates of the end and tests have the last word, while the cluster holds. */
export const settleCluster: ClusterRule = (task) => {
  const { rollout, members, now } = task;
  const { bakeTime } = rollout.settings.strategy;
  const asked = pass(
    [...clusterGates(task, 'end'), ...clusterHooks(task, 'after-shift')],
    'end',
    task,
    members,
  );
  if (asked?.kind === 'note' || asked?.kind === 'turn-back') return asked;
  const until = upUntil(task, bakeTime);
  // A person is asked last, about what has shown itself.
  if (now >= until) return lastWord(asked, testsSeen(rollout));
  const checks = asked?.kind === 'wait' ? { checks: asked.checks ?? [] } : {};
  const reason = `all members to go well for ${formatDuration(bakeTime)}`;
  return { kind: 'wait', reason, until, meant: true, ...checks };
};
