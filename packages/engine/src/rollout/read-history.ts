import type { EnvironmentRef } from '../model/environment.ts';
import type { RolloutPorts } from './ports.ts';
import { readReleases, readRollouts } from './records.ts';
import type { HistoryReport } from './reports.ts';

/** All releases and rollouts, newest first. */
export async function readHistory(
  request: EnvironmentRef,
  { state }: Pick<RolloutPorts, 'state'>,
): Promise<HistoryReport> {
  const ref = { project: request.project, environment: request.environment };
  const [releases, rollouts] = await Promise.all([readReleases(state, ref), readRollouts(state, ref)]);
  return { releases: releases.toReversed(), rollouts: rollouts.toReversed() };
}
