import type { RolloutEvent } from '../events/rollout-events.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { RehearsalRecord } from './rehearsal-record.ts';
import type { RehearsalCloud } from '../ports/rehearsal-cloud.ts';
import type { RolloutPorts } from '../rollout/ports.ts';

/** What a rehearsal works with. */
export interface RehearsalPorts extends RolloutPorts {
  readonly rehearsals: RehearsalCloud;
  /** What goes on inside: nobody is to take the rollouts of a rehearsal for the environment's own. */
  readonly emitWithin: (event: RolloutEvent) => void;
}

/** The throw-away environment. */
export const environmentOf = ({ project, id }: Pick<RehearsalRecord, 'project' | 'id'>): EnvironmentRef => ({
  project,
  environment: id,
});

/** What the lock of a whole rehearsal is taken on; its environment has another one for each of its rollouts. */
export const lockOf = ({ project, id }: Pick<RehearsalRecord, 'project' | 'id'>): EnvironmentRef => ({
  project: `${project}/rehearsals`,
  environment: id,
});

/** The ports with which the rollouts inside are run. */
export const within = (ports: RehearsalPorts): RolloutPorts => ({ ...ports, emit: ports.emitWithin });
