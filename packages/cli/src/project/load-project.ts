import { dirname } from 'node:path';
import { type EnvironmentSpec, ImagoError, loadSpec, type Problem, type ProjectSpec } from '@imago/engine';
import type { CliContext } from '../context.ts';
import { findConfig } from './find-config.ts';
import { importConfig } from './import-config.ts';

/** A project and where its relative paths start. */
export interface Project {
  readonly spec: ProjectSpec;
  readonly file: string;
  readonly directory: string;
}

/**
 * Finds, loads and checks the config; every mistake in it is told at once. A command on one environment names it: what
 * is wrong in the others is a warning then.
 */
export async function loadProject(context: CliContext, environment?: string): Promise<Project> {
  const file = findConfig(context.options.configFile, context.process.cwd());
  const result = loadSpec(await importConfig(file), environment);
  if ('problems' in result) {
    const { problems } = result;
    throw new ImagoError({
      code: 'config-invalid',
      source: 'user',
      message: `${file} has ${mistakes(problems)}:\n  ${problems.map(problemText).join('\n  ')}`,
    });
  }
  const [first] = result.elsewhere;
  if (first !== undefined) {
    const others = result.elsewhere.length === 1 ? '' : ', the first of them';
    context.process.stderr.write(
      `imago: warning: ${file} has ${mistakes(result.elsewhere)} outside ${environment}${others}: ${problemText(first)}\n`,
    );
  }
  return { spec: result.spec, file, directory: dirname(file) };
}

const mistakes = ({ length }: readonly Problem[]): string => `${length} mistake${length === 1 ? '' : 's'}`;

const problemText = ({ path, message, fix }: Problem): string =>
  `${path === '' ? '' : `${path}: `}${message}${fix === '' ? '' : `; ${fix}`}`;

/** The environment of that name; a clear word with the names there are. */
export function requireEnvironment(project: Project, name: string): EnvironmentSpec {
  const found = Object.hasOwn(project.spec.environments, name) ? project.spec.environments[name] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(project.spec.environments).join(', ');
  throw new ImagoError({
    code: 'no-environment',
    source: 'user',
    message: `${project.file} has no environment ${JSON.stringify(name)}`,
    fix: names === '' ? 'it has none at all' : `it has ${names}`,
  });
}
