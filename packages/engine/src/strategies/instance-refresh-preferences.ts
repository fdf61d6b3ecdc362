import type { RefreshPreferences } from '../model/action.ts';
import type { Duration } from '../model/duration.ts';
import type { RollingSettings } from '../model/fleet.ts';

/** What Auto Scaling is to keep to: it has no `minHealthyTime`, and warms instances up for as long instead. */
export function refreshPreferences(strategy: RollingSettings): RefreshPreferences {
  const { minHealthyPercentage, maxHealthyPercentage, checkpoints, skipMatching } = strategy;
  const { standbyInstances, scaleInProtectedInstances, minHealthyTime, instanceWarmup } = strategy;
  return {
    minHealthyPercentage,
    maxHealthyPercentage,
    instanceWarmup: Math.max(inSeconds(instanceWarmup), inSeconds(minHealthyTime)),
    checkpointPercentages: checkpoints,
    checkpointDelay: inSeconds(strategy.checkpointDelay),
    skipMatching,
    standbyInstances,
    scaleInProtectedInstances,
    bakeTime: inSeconds(strategy.bakeTime),
  };
}

const inSeconds = ({ milliseconds }: Duration): number => Math.ceil(milliseconds / 1000);
