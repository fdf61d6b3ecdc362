import { z } from 'zod';
import type { Recipe } from '../recipes/recipe.ts';
import type { ProjectImage } from './packer-image.ts';

const isRecipe = (value: object): value is Recipe =>
  'provisioners' in value && 'source' in value && 'name' in value;

/** Whether a value of a config is an image of the project. */
export const isProjectImage = (value: unknown): value is ProjectImage =>
  typeof value === 'object' &&
  value !== null &&
  (isRecipe(value) || ('kind' in value && value.kind === 'packer'));

const fix = "write an image(…), a packer(…), or the id of an image such as 'ami-0123456789abcdef0'";

/** An image of the project, or the id of one that exists. */
export const imageSchema: z.ZodType<ProjectImage | { readonly kind: 'id'; readonly id: string }> = z
  .unknown()
  .transform((value, context) => {
    if (typeof value === 'string' && /^ami-[0-9a-f]{8,17}$/.test(value))
      return { kind: 'id', id: value } as const;
    if (isProjectImage(value)) return value;
    context.addIssue({ code: 'custom', message: fix, input: value });
    return z.NEVER;
  });

/** An image by itself, where no id will do. */
export const projectImageSchema: z.ZodType<ProjectImage> = z.custom<ProjectImage>(isProjectImage, {
  error: 'write an image(…) or a packer(…)',
});
