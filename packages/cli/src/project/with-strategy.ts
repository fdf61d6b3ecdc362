import { type FleetSettings, strategyNamed, type StrategySettings } from '@imago/engine';

/** The settings with another strategy: its defaults, with what the config says of times and failures. */
export function withStrategy(
  settings: FleetSettings,
  kind: StrategySettings['kind'] | undefined,
): FleetSettings {
  const { strategy } = settings;
  // Who names `rolling` does not name the instance refresh, which is a strategy of its own to people.
  if (kind === 'rolling' && strategy.kind === 'rolling')
    return { ...settings, strategy: { ...strategy, engine: 'imago' } };
  if (kind === undefined || kind === strategy.kind) return settings;
  const { minHealthyTime, healthyDeadline, progressDeadline, bakeTime, autoRollback } = strategy;
  const carried = { minHealthyTime, healthyDeadline, progressDeadline, bakeTime, autoRollback };
  const other = strategyNamed(kind);
  if (other.kind === 'rolling' || strategy.kind === 'rolling')
    return { ...settings, strategy: { ...other, ...carried } };
  const { keepPrevious } = strategy;
  return { ...settings, strategy: { ...other, ...carried, keepPrevious } };
}

/** Gates that the strategy never asks, because it has no steps to ask them at or no second side to compare. */
export function unasked({ strategy, gates }: FleetSettings): readonly string[] {
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
