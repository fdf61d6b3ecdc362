import type { RefreshPreferencesRecord } from '../store/records/auto-scaling.ts';

/** How many members must be ready at any time, and how many there may be. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/**
 * The bounds that the healthy percentages mean for a group. Where they leave no room to replace anything, AWS
 * launches one more first if it was told to keep 100 % or given a maximum, and else terminates one too few.
 */
export function healthyBounds(
  desired: number,
  {
    minHealthyPercentage: min,
    maxHealthyPercentage: max,
  }: Pick<RefreshPreferencesRecord, 'minHealthyPercentage' | 'maxHealthyPercentage'>,
): Bounds {
  const least = Math.ceil((desired * min) / 100);
  const most = Math.floor((desired * (max ?? 100)) / 100);
  if (least < desired || most > desired) return { least, most };
  return min === 100 || max !== undefined
    ? { least, most: desired + 1 }
    : { least: Math.max(0, desired - 1), most };
}
