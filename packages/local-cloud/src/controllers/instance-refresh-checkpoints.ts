import type { InstanceRefreshRecord } from '../store/records/auto-scaling.ts';

/** How far a refresh may replace for now. */
export interface CheckpointLimit {
  readonly limit: number;
  /** Where it ends. */
  readonly last: number;
  /** The checkpoints that are still to be reached, ascending. */
  readonly ahead: readonly number[];
  /** It has just reached one and waits. */
  readonly pausedUntil: Date | undefined;
}

/** Where the checkpoints of a refresh let it go. A rollback goes all the way: it has none. */
export function checkpointLimit(
  { status, checkpoint, preferences }: Pick<InstanceRefreshRecord, 'status' | 'checkpoint' | 'preferences'>,
  now: Date,
): CheckpointLimit {
  const { checkpointPercentages, checkpointDelay } = preferences;
  const percentages = status === 'RollbackInProgress' ? [] : checkpointPercentages;
  const last = percentages.at(-1) ?? 100;
  const ahead = percentages.filter((percentage) => percentage > (checkpoint?.percentage ?? 0));
  const until = checkpoint && new Date(checkpoint.reachedAt.getTime() + checkpointDelay * 1000);
  return checkpoint && until && until > now
    ? { limit: checkpoint.percentage, last, ahead, pausedUntil: until }
    : { limit: ahead[0] ?? last, last, ahead, pausedUntil: undefined };
}
