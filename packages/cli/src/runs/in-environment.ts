import { type EnvironmentRef, type EnvironmentSpec, findUnfinished, type RolloutPorts } from '@imago/engine';
import type { CliContext } from '../context.ts';
import { type Connection, connect } from '../project/connect.ts';
import { loadProject, type Project, requireEnvironment } from '../project/load-project.ts';
import { connectOutside } from '../project/outside.ts';
import { rolloutPorts } from '../project/ports.ts';
import { createReporter, type Reporter } from '../render/reporter.ts';

/** What a command on an environment works with. */
export interface EnvironmentRun {
  readonly project: Project;
  readonly spec: EnvironmentSpec;
  readonly ref: EnvironmentRef;
  readonly connection: Connection;
  readonly ports: RolloutPorts;
  readonly reporter: Reporter;
  /** The same for what nobody outside is told of. */
  readonly shown: Reporter;
}

/** Loads the project, connects to the environment's cloud, and takes everything down again afterwards. */
export async function inEnvironment<T>(
  context: CliContext,
  name: string,
  use: (run: EnvironmentRun) => Promise<T>,
): Promise<T> {
  const project = await loadProject(context, name);
  const spec = requireEnvironment(project, name);
  const connection = connect(spec.cloud, process.env, spec.region);
  const shown = await createReporter(context);
  const ref = { project: project.spec.name, environment: name };
  const { notifications } = spec.settings;
  const outside = await connectOutside(ref, notifications, process.env, (text) =>
    // Also after the view has been closed.
    context.process.stderr.write(`${text}\n`),
  );
  const reporter: Reporter = {
    ...shown,
    bake(event) {
      shown.bake(event);
      outside.bake(event);
    },
    rollout(event) {
      shown.rollout(event);
      outside.rollout(event);
    },
  };
  try {
    const ports = await rolloutPorts(connection, project.directory, (event) => reporter.rollout(event));
    return await use({ project, spec, ref, connection, ports, reporter, shown });
  } finally {
    reporter.close();
    await outside.close();
    connection.clients.close();
  }
}

/** Says what a killed run left behind; the commands that change things put it right by themselves. */
export async function tellUnfinished(run: EnvironmentRun): Promise<void> {
  const unfinished = await findUnfinished(run.ref, run.ports);
  if (unfinished !== undefined) run.reporter.note(unfinished.summary);
}
