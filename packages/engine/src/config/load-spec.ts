import { z } from 'zod';
import { clusterSchema } from './cluster-schema.ts';
import { fleetSchema } from './fleet-schema.ts';
import { projectImageSchema } from './image-schema.ts';
import { collectImages } from './collect-images.ts';
import type { Problem } from './problem.ts';
import { readProblems, shown } from './read-problems.ts';
import { byKind, fields, text } from './schema.ts';
import type { EnvironmentSpec, ProjectSpec } from './spec.ts';

// Both are part of the names of load balancers and target groups, and of every tag.
const nameFix = "write lower-case letters, digits and dashes, at most 40, such as 'shop'";
const namePattern = /^[a-z][a-z0-9-]{0,39}$/;

const environmentsFix = 'write { production: fleet({ … }) }';

/** Each is read with its name, which members of a cluster are called after. */
const environmentsSchema = z
  .record(z.string(), z.unknown(), { error: environmentsFix })
  .transform((environments, context) =>
    Object.fromEntries(
      Object.entries(environments).flatMap(([name, value]): readonly [string, EnvironmentSpec][] => {
        const read = environmentSchema(name).safeParse(value);
        if (read.success) return [[name, { name, ...read.data }]];
        for (const issue of read.error.issues)
          context.issues.push({ ...issue, path: [name, ...issue.path], input: value } as z.core.$ZodRawIssue);
        return [];
      }),
    ),
  );

const environmentSchema = (name: string): z.ZodType<Omit<EnvironmentSpec, 'name'>> =>
  byKind({ fleet: fleetSchema, cluster: clusterSchema(name) }, 'write fleet({ … }) or cluster({ … })');

const projectSchema = fields({
  kind: z.literal('project', { error: 'write defineProject({ … })' }),
  name: text(namePattern, nameFix),
  environments: environmentsSchema.prefault({}),
  images: z.array(projectImageSchema, { error: 'write a list of images' }).default([]),
});

/** A config that can be used, with what is wrong in those parts of it that are not needed now. */
export interface LoadedSpec {
  readonly spec: ProjectSpec;
  readonly elsewhere: readonly Problem[];
}

/**
 * Checks what a config file exports; all mistakes are answered at once. With the name of an environment, the others
 * and the images that it does not need are left out: a mistake in them refuses nothing.
 */
export function loadSpec(
  config: unknown,
  environment?: string,
): LoadedSpec | { readonly problems: readonly Problem[] } {
  if (!isObject(config)) return { problems: [noProject(config)] };
  const whole = check(config);
  const environments = Reflect.get(config, 'environments') as unknown;
  if (
    'spec' in whole ||
    environment === undefined ||
    !isObject(environments) ||
    !Object.hasOwn(environments, environment)
  )
    return 'spec' in whole ? { ...whole, elsewhere: [] } : whole;
  const { images: _, ...rest } = config as { readonly images?: unknown };
  const part = check({
    ...rest,
    environments: { [environment]: Reflect.get(environments, environment) as unknown },
  });
  if ('problems' in part) return part;
  return { ...part, elsewhere: whole.problems };
}

function check(config: object): { readonly spec: ProjectSpec } | { readonly problems: readonly Problem[] } {
  const parsed = projectSchema.safeParse(config);
  const problems = parsed.success ? [] : [...readProblems(parsed.error.issues, config)];
  const { images, problems: imageProblems } = collectImages(config);
  problems.push(...environmentNames(config), ...imageProblems);
  if (problems.length > 0 || !parsed.success) return { problems };
  const { name, environments } = parsed.data;
  return { spec: { name, environments, images } };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const noProject = (config: unknown): Problem => ({
  path: '',
  message: `the config exports ${config === undefined ? 'nothing' : shown(config)} as its default`,
  fix: 'write export default defineProject({ name, environments })',
});

function environmentNames(config: object): readonly Problem[] {
  if (!('environments' in config) || !isObject(config.environments)) return [];
  const { environments } = config;
  return Object.keys(environments)
    .filter((name) => !namePattern.test(name))
    .map((name) => ({
      path: `environments.${name}`,
      message: `${JSON.stringify(name)} is no name`,
      fix: nameFix,
    }));
}
