import type { Check, TestCheck } from '../model/check.ts';
import type { EnvironmentSettings } from '../model/release.ts';
import type { RolloutRecord } from '../model/rollout.ts';

/**
 * Gates, hooks and tests that a rollout asks. Going back to a release that was live, healing and restoring ask neither
 * gates nor tests: they are done because something is wrong now.
 */
export function checksOf(
  { kind, from }: Pick<RolloutRecord, 'kind' | 'from'>,
  { gates, hooks, tests }: Pick<EnvironmentSettings, 'gates' | 'hooks' | 'tests'>,
): readonly Check[] {
  switch (kind) {
    case 'deploy':
      return [...gates, ...hooks, ...tests.flatMap((test) => momentsOf(test, from !== undefined))];
    case 'rollback':
    case 'heal':
    case 'restore':
      return hooks;
    case 'destroy':
      return [];
  }
}

/** Before a first release there is nothing to test, nor while it comes up. */
function momentsOf(test: EnvironmentSettings['tests'][number], upgrades: boolean): readonly TestCheck[] {
  const moments = test.at.filter((moment) => upgrades || moment === 'after');
  return moments.map((at) => ({ kind: 'test', name: test.name, at, test }));
}
