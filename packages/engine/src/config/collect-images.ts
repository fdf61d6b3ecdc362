import type { ProjectImage } from './packer-image.ts';
import { isPackerImage } from './packer-image.ts';
import { isProjectImage } from './image-schema.ts';
import type { Problem } from './problem.ts';

/** Every image that a config names, each after those it builds on; and what is wrong with them. */
export function collectImages(config: unknown): {
  readonly images: readonly ProjectImage[];
  readonly problems: readonly Problem[];
} {
  const images = new Set<ProjectImage>();
  const add = (image: ProjectImage): void => {
    if (images.has(image)) return;
    for (const below of layersOf(image)) add(below);
    images.add(image);
  };
  for (const image of namedIn(config)) add(image);

  const problems: Problem[] = [];
  const names = new Set<string>();
  for (const image of images) {
    if (names.has(image.name)) {
      const message = `two images have the name ${JSON.stringify(image.name)}`;
      problems.push({ path: `images.${image.name}`, message, fix: 'give one of them another name' });
    }
    names.add(image.name);
    if (isPackerImage(image)) continue;
    for (const problem of image.problems ?? []) {
      // Told at the layer that has it.
      if (!problem.path.startsWith('from.'))
        problems.push({ ...problem, path: `images.${image.name}.${problem.path}` });
    }
  }
  return { images: [...images], problems };
}

function layersOf(image: ProjectImage): readonly ProjectImage[] {
  if (isPackerImage(image)) return Object.values(image.layers);
  return image.source.kind === 'recipe' ? [image.source.recipe] : [];
}

function namedIn(config: unknown): readonly ProjectImage[] {
  if (typeof config !== 'object' || config === null) return [];
  const listed: unknown = 'images' in config ? config.images : [];
  const environments: unknown = 'environments' in config ? config.environments : {};
  const fleets: readonly unknown[] =
    typeof environments === 'object' && environments !== null ? Object.values(environments) : [];
  const used = fleets.map((fleet) =>
    typeof fleet === 'object' && fleet !== null && 'image' in fleet ? fleet.image : undefined,
  );
  return [...(Array.isArray(listed) ? (listed as readonly unknown[]) : []), ...used].filter(isProjectImage);
}
