import type { Check, HookSettings } from '../../model/check.ts';
import type { ClusterSettings } from '../../model/cluster.ts';
import type { RolloutRecord } from '../../model/rollout.ts';
import { checksOf } from '../checks-of.ts';

/** Gates, hooks and tests that a rollout of a cluster asks. */
export function clusterChecksOf(kind: RolloutRecord['kind'], settings: ClusterSettings): readonly Check[] {
  return [...checksOf(kind, settings), ...(kind === 'deploy' ? testsOf(settings) : [])];
}

/** Tests that are commands, as hooks of the end: a test that fails turns the rollout back. */
const testsOf = ({ tests }: ClusterSettings): readonly HookSettings[] =>
  tests.flatMap(({ name, at, action, timeout }) =>
    action.kind === 'command' && at.includes('after')
      ? [{ kind: 'hook', name, at: 'after-shift', action, timeout, onFailure: 'turn-back' } as const]
      : [],
  );
