import { bake, type BakeOutcome, cleanLeftovers, ImagoError, type Recipe } from '@imago/engine';
import type { BakeFlags } from '../commands/bake.ts';
import { type CliContext, printResult } from '../context.ts';
import { connect } from '../project/connect.ts';
import { loadProject } from '../project/load-project.ts';
import { nameImages } from '../project/name-images.ts';
import { readVariables } from '../project/read-variables.ts';
import { readTemplate, resolveImages } from '../project/resolve-images.ts';
import { createReporter } from '../render/reporter.ts';
import { bakePorts } from '../project/ports.ts';

/** `imago bake`: the images of the project, or of one Packer template. */
export async function bakeImages(this: CliContext, flags: BakeFlags, ...names: string[]): Promise<void> {
  const reporter = await createReporter(this);
  try {
    const variables = readVariables(flags);
    const startedAt = new Date();
    const surroundings = {
      ...variables,
      env: process.env,
      startedAt,
      notice: (text: string) => reporter.note(text),
    };
    let directory = process.cwd();
    let recipes: readonly Recipe[];
    if (flags.template === undefined) {
      const project = await loadProject(this);
      directory = project.directory;
      recipes = resolveImages(nameImages(project, names), { ...surroundings, directory });
    } else {
      refuseNames(names, flags.template);
      recipes = readTemplate(flags.template, { ...surroundings, directory });
    }
    const connection = connect(flags.cloud ?? 'local', process.env, recipes[0]?.builder.region);
    const ports = await bakePorts(connection, directory, (event) => reporter.bake(event));
    await cleanLeftovers(ports, this.signal);
    const outcome = await bake(
      { recipes, force: flags.force, onError: flags.onError, pollInterval: connection.poll },
      ports,
      this.signal,
    );
    connection.clients.close();
    reporter.close();
    printBaked(this, outcome);
  } finally {
    reporter.close();
  }
}

/** The last line on stdout is the image id: the last image asked for. */
function printBaked(context: CliContext, { images }: BakeOutcome): void {
  if (context.options.json)
    context.process.stdout.write(`${JSON.stringify({ outcome: { kind: 'baked', images } })}\n`);
  else printResult(context, images.map(({ imageId }) => imageId).join('\n'), undefined);
}

function refuseNames(names: readonly string[], template: string): void {
  if (names.length === 0) return;
  throw new ImagoError({
    code: 'names-and-template',
    source: 'user',
    message: `${names.join(' ')} names images of a project, and --template ${template} needs no project`,
    fix: 'give one or the other',
  });
}
