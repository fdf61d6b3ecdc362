import type { Check } from '../model/check.ts';
import type { EnvironmentSettings } from '../model/release.ts';
import type { RolloutRecord } from '../model/rollout.ts';

/** Gates and hooks that a rollout asks: going back to a release that was live, and healing, ask no gates. */
export function checksOf(
  kind: RolloutRecord['kind'],
  { gates, hooks }: Pick<EnvironmentSettings, 'gates' | 'hooks'>,
): readonly Check[] {
  if (kind === 'destroy') return [];
  return kind === 'rollback' || kind === 'heal' ? hooks : [...gates, ...hooks];
}
