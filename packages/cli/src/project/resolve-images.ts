import { createHash, randomUUID } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { ImagoError, isPackerImage, type PackerImage, type ProjectImage, type Recipe } from '@imago/engine';
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
  const recipeOf = (image: ProjectImage): Recipe => {
    const made =
      known.get(image) ?? (isPackerImage(image) ? readLayered(image, recipeOf, surroundings) : image);
    known.set(image, made);
    return made;
  };
  return images.map(recipeOf);
}

/** The recipes of one template, which needs no config at all. */
export function readTemplate(
  file: string,
  vars: Readonly<Record<string, string>>,
  surroundings: TemplateSurroundings,
): readonly Recipe[] {
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
  for (const text of result.notices) surroundings.notice(`${file}: ${text}`);
  return result.builds.map(({ recipe }) => recipe);
}

/** Reads a template whose source is another image of the project: a stand-in id marks the place. */
function readLayered(
  image: PackerImage,
  recipeOf: (image: ProjectImage) => Recipe,
  surroundings: TemplateSurroundings,
): Recipe {
  const layers = Object.entries(image.layers).map(([variable, below]) => ({
    variable,
    below,
    standIn: standInOf(variable),
  }));
  const standIns = Object.fromEntries(layers.map(({ variable, standIn }) => [variable, standIn]));
  const vars = { ...image.vars, ...surroundings.vars, ...standIns };
  const recipes = readTemplate(image.template, vars, surroundings);
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
