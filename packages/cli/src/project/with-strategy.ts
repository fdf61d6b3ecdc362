import { type EnvironmentSettings, ImagoError, strategyNamed, type StrategySettings } from '@imago/engine';

/** The settings with another strategy: its defaults, with what the config says of times and failures. */
export function withStrategy(
  settings: EnvironmentSettings,
  kind: StrategySettings['kind'] | undefined,
): EnvironmentSettings {
  if (kind === undefined) return settings;
  if (settings.kind === 'cluster') {
    throw new ImagoError({
      code: 'not-a-fleet',
      source: 'user',
      message: `--strategy ${kind}: this is a cluster, and its members are replaced one at a time`,
      fix: 'leave --strategy out',
    });
  }
  const { strategy } = settings;
  // Who names `rolling` does not name the instance refresh, which is a strategy of its own to people.
  if (kind === 'rolling' && strategy.kind === 'rolling')
    return { ...settings, strategy: { ...strategy, engine: 'imago' } };
  if (kind === strategy.kind) return settings;
  const { minHealthyTime, healthyDeadline, progressDeadline, bakeTime, autoRollback } = strategy;
  const carried = { minHealthyTime, healthyDeadline, progressDeadline, bakeTime, autoRollback };
  const other = strategyNamed(kind);
  if (other.kind === 'rolling' || strategy.kind === 'rolling')
    return { ...settings, strategy: { ...other, ...carried } };
  const { keepPrevious } = strategy;
  return { ...settings, strategy: { ...other, ...carried, keepPrevious } };
}

/** Gates that the strategy never asks, because it has no steps to ask them at or no second side to compare. */
export function unasked(settings: EnvironmentSettings): readonly string[] {
  // A cluster has a step after each member.
  if (settings.kind === 'cluster') return [];
  const { strategy, gates } = settings;
  const steps =
    strategy.kind === 'canary'
      ? strategy.steps.some(({ kind }) => kind === 'set-weight')
      : strategy.kind === 'rolling' && strategy.checkpoints.length > 0;
  return gates
    .filter(
      ({ kind, at }) => (at === 'step' && !steps) || (kind === 'compare' && strategy.kind === 'rolling'),
    )
    .map(({ name }) => name);
}
