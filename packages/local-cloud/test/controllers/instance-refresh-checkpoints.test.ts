import { describe, expect, it } from 'vitest';
import { checkpointLimit } from '../../src/controllers/instance-refresh-checkpoints.ts';
import { readRefreshPreferences } from '../../src/services/autoscaling/read-refresh-preferences.ts';
import { minutesAgo, NOW } from './group-fixtures.ts';

const preferences = readRefreshPreferences({ CheckpointPercentages: [20, 50], CheckpointDelay: 300 });

describe('checkpointLimit', () => {
  it('goes all the way without checkpoints', () => {
    const none = { status: 'InProgress', preferences: readRefreshPreferences() } as const;
    expect(checkpointLimit(none, NOW)).toMatchObject({ limit: 100, last: 100, ahead: [] });
  });

  it('goes to the first checkpoint, and ends at the last', () => {
    const limit = checkpointLimit({ status: 'InProgress', preferences }, NOW);
    expect(limit).toEqual({ limit: 20, last: 50, ahead: [20, 50], pausedUntil: undefined });
  });

  it('waits at a checkpoint for as long as it is told', () => {
    const checkpoint = { percentage: 20, reachedAt: minutesAgo(4) };
    const limit = checkpointLimit({ status: 'InProgress', preferences, checkpoint }, NOW);
    expect(limit).toMatchObject({ limit: 20, ahead: [50], pausedUntil: minutesAgo(-1) });
  });

  it('goes on to the next one after that', () => {
    const checkpoint = { percentage: 20, reachedAt: minutesAgo(5) };
    const limit = checkpointLimit({ status: 'InProgress', preferences, checkpoint }, NOW);
    expect(limit).toMatchObject({ limit: 50, pausedUntil: undefined });
  });

  it('does not stop a rollback', () => {
    const limit = checkpointLimit({ status: 'RollbackInProgress', preferences }, NOW);
    expect(limit).toMatchObject({ limit: 100, last: 100, ahead: [] });
  });
});
