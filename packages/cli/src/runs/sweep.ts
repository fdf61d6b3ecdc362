import { createRehearsalCloud } from '@imago/adapters';
import { type RehearsalPorts, type RolloutEvent, sweepRehearsals, tellRehearsals } from '@imago/engine';
import type { CliContext } from '../context.ts';
import type { EnvironmentRun } from './in-environment.ts';

/** What rehearsals work with; `within` is told of the rollouts inside them. */
export const rehearsalPorts = (
  { ports, connection }: EnvironmentRun,
  within: (event: RolloutEvent) => void,
): RehearsalPorts => ({
  ...ports,
  rehearsals: createRehearsalCloud(connection.clients),
  emitWithin: within,
});

/** Removes what killed rehearsals of the project left, before a command does its own work, or beside what is urgent; it stops no command. */
export async function sweep(run: EnvironmentRun, signal: AbortSignal): Promise<void> {
  try {
    await sweepRehearsals(
      run.ref.project,
      rehearsalPorts(run, () => undefined),
      signal,
    );
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    run.reporter.note(`warning: rehearsals that may be left were not looked for: ${why}`);
  }
}

/** What there is of rehearsals, one sentence each, for commands that change nothing: told, or part of their one JSON document. */
export async function tellLeft(
  run: EnvironmentRun,
  { options }: Pick<CliContext, 'options'>,
): Promise<{ readonly rehearsals?: readonly string[] }> {
  const rehearsals = await tellRehearsals(
    run.ref.project,
    rehearsalPorts(run, () => undefined),
  );
  if (options.json) return rehearsals.length === 0 ? {} : { rehearsals };
  for (const sentence of rehearsals) run.reporter.note(sentence);
  return {};
}
