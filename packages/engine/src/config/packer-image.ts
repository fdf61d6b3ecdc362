import type { Recipe } from '../recipes/recipe.ts';

/** An image of a project: made by `image()`, or by the Packer template that the team already has. */
export type ProjectImage = Recipe | PackerImage;

/** A Packer template as an image of the project. It is read when a command needs it, with the command's variables. */
export interface PackerImage {
  readonly kind: 'packer';
  readonly name: string;
  /** Path of the template, relative to the config. */
  readonly template: string;
  readonly vars: Readonly<Record<string, string>>;
  /** Template variables that stand for an image of the project: that image is baked first. */
  readonly layers: Readonly<Record<string, ProjectImage>>;
}

/** Options of `packer()`. */
export interface PackerOptions {
  readonly template: string;
  readonly vars?: Readonly<Record<string, string>>;
  readonly layers?: Readonly<Record<string, ProjectImage>>;
}

/**
 * A Packer template as an image of the project.
 *
 * @example
 * const base = packer('base', { template: 'images/base.json' });
 * const web = packer('web', { template: 'images/web.json', layers: { source_ami: base } });
 */
export function packer(name: string, { template, vars = {}, layers = {} }: PackerOptions): PackerImage {
  return { kind: 'packer', name, template, vars, layers };
}

/** Tells the two kinds of image apart. */
export const isPackerImage = (image: ProjectImage): image is PackerImage =>
  'kind' in image && image.kind === 'packer';
