import { dirname } from 'node:path';
import { type EnvironmentSpec, ImagoError, loadSpec, type ProjectSpec } from '@imago/engine';
import type { CliContext } from '../context.ts';
import { findConfig } from './find-config.ts';
import { importConfig } from './import-config.ts';

/** A project and where its relative paths start. */
export interface Project {
  readonly spec: ProjectSpec;
  readonly file: string;
  readonly directory: string;
}

/** Finds, loads and checks the config; every mistake in it is told at once. */
export async function loadProject(context: CliContext): Promise<Project> {
  const file = findConfig(context.options.configFile, context.process.cwd());
  const result = loadSpec(await importConfig(file));
  if ('problems' in result) {
    const count = result.problems.length;
    const lines = result.problems.map(
      ({ path, message, fix }) => `${path}: ${message}${fix === '' ? '' : `; ${fix}`}`,
    );
    throw new ImagoError({
      code: 'config-invalid',
      source: 'user',
      message: `${file} has ${count} mistake${count === 1 ? '' : 's'}:\n  ${lines.join('\n  ')}`,
    });
  }
  return { spec: result.spec, file, directory: dirname(file) };
}

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
