import { ImagoError, type ProjectImage } from '@imago/engine';
import type { Project } from './load-project.ts';

/** The images asked for by name, or all of the project; what they build on comes with them. */
export function nameImages({ spec, file }: Project, names: readonly string[]): readonly ProjectImage[] {
  if (names.length === 0) return spec.images;
  return names.map((name) => {
    const found = spec.images.find((image) => image.name === name);
    if (found !== undefined) return found;
    throw new ImagoError({
      code: 'no-image',
      source: 'user',
      message: `${file} has no image ${JSON.stringify(name)}`,
      fix:
        spec.images.length === 0
          ? 'it has none at all'
          : `it has ${spec.images.map((image) => image.name).join(', ')}`,
    });
  });
}
