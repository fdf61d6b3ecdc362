import { createHash, randomUUID } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import {
  ImagoError,
  isPackerImage,
  nearestMatch,
  type PackerImage,
  type ProjectImage,
  type Recipe,
} from '@imago/engine';
import { formatTemplateProblems, readPackerTemplate } from '@imago/packer';
import { readUserFile, type TemplateVariables } from './read-variables.ts';

/** What surrounds the templates of a command. */
export interface TemplateSurroundings extends TemplateVariables {
  /** Relative paths start here. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly startedAt: Date;
  /** Tells what is worth knowing and stops nothing. */
  readonly notice: (text: string) => void;
}

/** Turns the images of a project into recipes; an image that several build on becomes one recipe. */
export function resolveImages(
  images: readonly ProjectImage[],
  surroundings: TemplateSurroundings,
): readonly Recipe[] {
  const known = new Map<ProjectImage, Recipe>();
  const variables = new Set<string>();
  const recipeOf = (image: ProjectImage): Recipe => {
    const made =
      known.get(image) ??
      (isPackerImage(image) ? readLayered(image, recipeOf, surroundings, variables) : image);
    known.set(image, made);
    return made;
  };
  const recipes = images.map(recipeOf);
  refuseUnknownVariables(Object.keys(surroundings.vars), variables);
  return recipes;
}

/** A misspelt variable would otherwise bake, and deploy, what is there already. */
function refuseUnknownVariables(given: readonly string[], known: ReadonlySet<string>): void {
  const unknown = given.find((name) => !known.has(name));
  if (unknown === undefined) return;
  const nearest = nearestMatch(unknown, [...known]);
  const all = known.size === 0 ? 'they have none' : `they have ${[...known].join(', ')}`;
  throw new ImagoError({
    code: 'unknown-variable',
    source: 'user',
    message: `no template of these images has a variable ${JSON.stringify(unknown)}`,
    fix: nearest === undefined ? all : `write --var ${nearest}=…`,
  });
}

/** The recipes of one template, which needs no config at all; a variable that it does not have is told, as Packer allows it. */
export function readTemplate(file: string, surroundings: TemplateSurroundings): readonly Recipe[] {
  const { recipes, variables } = parseTemplate(file, surroundings.vars, surroundings);
  for (const name of Object.keys(surroundings.vars)) {
    if (!variables.includes(name)) surroundings.notice(`${file} has no variable ${JSON.stringify(name)}`);
  }
  return recipes;
}

function parseTemplate(
  file: string,
  vars: Readonly<Record<string, string>>,
  surroundings: TemplateSurroundings,
): { readonly recipes: readonly Recipe[]; readonly variables: readonly string[] } {
  const path = resolve(surroundings.directory, file);
  const result = readPackerTemplate(readUserFile(path, 'template'), {
    fileName: file,
    vars,
    varFiles: surroundings.varFiles,
    env: surroundings.env,
    startedAt: surroundings.startedAt,
    templateDir: dirname(path),
    workingDir: surroundings.directory,
    uuid: randomUUID,
  });
  if (result.kind === 'invalid') {
    throw new ImagoError({
      code: 'template-invalid',
      source: 'user',
      message: `${file} cannot be baked:\n${formatTemplateProblems(result.problems)}`,
    });
  }
  return { recipes: result.builds.map(({ recipe }) => recipe), variables: result.variables };
}

/** Reads a template whose source is another image of the project: a stand-in id marks the place. */
function readLayered(
  image: PackerImage,
  recipeOf: (image: ProjectImage) => Recipe,
  surroundings: TemplateSurroundings,
  seen: Set<string>,
): Recipe {
  const layers = Object.entries(image.layers).map(([variable, below]) => ({
    variable,
    below,
    standIn: standInOf(variable),
  }));
  const standIns = Object.fromEntries(layers.map(({ variable, standIn }) => [variable, standIn]));
  const vars = { ...image.vars, ...surroundings.vars, ...standIns };
  const { recipes, variables } = parseTemplate(image.template, vars, surroundings);
  for (const variable of variables) seen.add(variable);
  const [recipe] = recipes;
  if (recipe === undefined || recipes.length > 1) {
    throw new ImagoError({
      code: 'template-builders',
      source: 'user',
      message: `${image.template} has ${recipes.length} builders, and an image of a project needs exactly one`,
      fix: 'bake it by itself with `imago bake --template`, or split it',
    });
  }
  const { source } = recipe;
  const layer = layers.find(({ standIn }) => source.kind === 'image' && source.id === standIn);
  if (layers.length > 0 && layer === undefined) {
    throw new ImagoError({
      code: 'layer-unused',
      source: 'user',
      message: `${image.template} does not take its source_ami from ${layers.map(({ variable }) => variable).join(' or ')}`,
      fix: `write "source_ami": "{{user \`${layers[0]?.variable}\`}}", or take the layer out of the config`,
    });
  }
  const below = layer === undefined ? source : ({ kind: 'recipe', recipe: recipeOf(layer.below) } as const);
  return { ...recipe, name: image.name, source: below };
}

const standInOf = (variable: string): string =>
  `ami-${createHash('sha256').update(variable).digest('hex').slice(0, 17)}`;
