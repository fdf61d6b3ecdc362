/** The targets of one group of a forward action that could take requests: registered, not draining, running. */
export interface Pool {
  /** 0 to 999, as the listener says. */
  readonly weight: number;
  readonly targets: readonly { readonly name: string; readonly healthy: boolean }[];
}

/** How a listener's requests are spread. */
export interface Spread {
  /** Target -> 0 to 256; targets that are not named get nothing. */
  readonly weights: ReadonlyMap<string, number>;
  /** Share, 0 to 1, of the groups that have no target at all: it is answered 503. */
  readonly unavailable: number;
}

/** HAProxy's largest weight. */
const LARGEST = 256;

/**
 * Spreads requests as an Application Load Balancer does: each group has its share, whatever the number of its
 * targets; within a group only healthy targets take part, or all of them when none is healthy ("fail open").
 */
export function spreadWeights(pools: readonly Pool[]): Spread {
  const total = sum(pools.map(({ weight }) => weight));
  if (total === 0) return { weights: new Map(), unavailable: 1 };
  const served = pools
    .filter(({ weight, targets }) => weight > 0 && targets.length > 0)
    .map(({ weight, targets }) => ({ weight, names: takingPart(targets) }));
  const perTarget = fitWeights(served.map(({ weight, names }) => ({ weight, count: names.length })));
  const weights = new Map(
    served.flatMap(({ names }, index) => names.map((name) => [name, perTarget[index] ?? 0] as const)),
  );
  return { weights, unavailable: 1 - sum(served.map(({ weight }) => weight)) / total };
}

function takingPart(targets: Pool['targets']): readonly string[] {
  const healthy = targets.filter((target) => target.healthy);
  return (healthy.length > 0 ? healthy : targets).map(({ name }) => name);
}

/**
 * Whole weights from 1 to 256, one for each group's targets, whose sums come nearest to the groups' shares; the
 * smallest ones that do.
 */
function fitWeights(
  groups: readonly { readonly weight: number; readonly count: number }[],
): readonly number[] {
  const total = sum(groups.map(({ weight }) => weight));
  const ideal = groups.map(({ weight, count }) => weight / count);
  const largest = Math.max(...ideal);
  let best: { readonly weights: readonly number[]; readonly error: number } = {
    weights: [],
    error: Infinity,
  };
  for (let scale = 1; scale <= LARGEST; scale += 1) {
    const weights = ideal.map((value) => Math.max(1, Math.round((value / largest) * scale)));
    const all = sum(weights.map((weight, index) => weight * (groups[index]?.count ?? 0)));
    const errors = groups.map(({ weight, count }, index) =>
      Math.abs(weight / total - ((weights[index] ?? 0) * count) / all),
    );
    const error = Math.max(...errors);
    // Rounding noise must not make a larger scale look better than one that fits exactly.
    if (error < best.error - 1e-9) best = { weights, error };
  }
  return best.weights;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
