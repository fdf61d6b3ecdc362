import { z } from 'zod';
import { clusterSchema } from './cluster-schema.ts';
import { fleetSchema } from './fleet-schema.ts';
import { projectImageSchema } from './image-schema.ts';
import { collectImages } from './collect-images.ts';
import type { Problem } from './problem.ts';
import { readProblems } from './read-problems.ts';
import { byKind, fields, forwardIssues, text } from './schema.ts';
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
        forwardIssues(read.error.issues, [name], value, context);
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

/** Checks what a config file exports. All mistakes are answered at once. */
export function loadSpec(
  config: unknown,
): { readonly spec: ProjectSpec } | { readonly problems: readonly Problem[] } {
  const parsed = projectSchema.safeParse(config);
  const problems = parsed.success ? [] : [...readProblems(parsed.error.issues, config)];
  const { images, problems: imageProblems } = collectImages(config);
  problems.push(...environmentNames(config), ...imageProblems);
  if (problems.length > 0 || !parsed.success) return { problems };
  const { name, environments } = parsed.data;
  return { spec: { name, environments, images } };
}

function environmentNames(config: unknown): readonly Problem[] {
  if (typeof config !== 'object' || config === null || !('environments' in config)) return [];
  const { environments } = config;
  if (typeof environments !== 'object' || environments === null) return [];
  return Object.keys(environments)
    .filter((name) => !namePattern.test(name))
    .map((name) => ({
      path: `environments.${name}`,
      message: `${JSON.stringify(name)} is no name`,
      fix: nameFix,
    }));
}
