import type { BakePorts } from './bake-request.ts';
import { findSource } from './find-source.ts';
import { bakeTagKeys } from './temporaries.ts';
import type { ImageFacts } from '../ports/image-cloud.ts';
import { fingerprint, localPaths } from '../recipes/fingerprint.ts';
import type { Recipe } from '../recipes/recipe.ts';

/** A recipe whose source is found and whose files are hashed. */
export interface IdentifiedRecipe {
  readonly recipe: Recipe;
  readonly source: { readonly imageId: string; readonly name: string };
  readonly fingerprint: string;
}

/** Finds the source and works out the fingerprint; `below` is the image of the layer below, where there is one. */
export async function identify(
  recipe: Recipe,
  below: { readonly imageId: string; readonly name: string; readonly fingerprint: string } | undefined,
  { cloud, sources }: BakePorts,
  signal: AbortSignal,
): Promise<IdentifiedRecipe> {
  const [source, digests] = await Promise.all([
    recipe.source.kind === 'recipe' ? undefined : findSource(recipe.source, recipe.name, cloud, signal),
    hashFiles(recipe, sources.digest.bind(sources)),
  ]);
  const digestOf = (path: string): string => digests.get(path) ?? '';
  if (source === undefined) {
    if (below === undefined) throw new Error(`no layer below ${recipe.name}`);
    const identity = { kind: 'fingerprint', fingerprint: below.fingerprint } as const;
    return {
      recipe,
      source: { imageId: below.imageId, name: below.name },
      fingerprint: fingerprint(recipe, identity, digestOf),
    };
  }
  // a template that takes a baked image by its id is the same layer as a recipe built on that image's recipe
  const baked = source.tags[bakeTagKeys.fingerprint];
  const identity =
    baked === undefined
      ? ({ kind: 'image', id: source.id } as const)
      : ({ kind: 'fingerprint', fingerprint: baked } as const);
  return {
    recipe,
    source: { imageId: source.id, name: source.name },
    fingerprint: fingerprint(recipe, identity, digestOf),
  };
}

/** The newest own image with the fingerprint. */
export async function findBaked(
  wanted: string,
  { cloud }: BakePorts,
  signal: AbortSignal,
): Promise<ImageFacts | undefined> {
  const images = await cloud.findImages(
    { owners: ['self'], filters: { [`tag:${bakeTagKeys.fingerprint}`]: [wanted] } },
    signal,
  );
  return images
    .filter((image) => image.state === 'available')
    .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0];
}

async function hashFiles(
  recipe: Recipe,
  digest: (path: string) => Promise<string>,
): Promise<ReadonlyMap<string, string>> {
  const paths = [...new Set(localPaths(recipe))];
  return new Map(await Promise.all(paths.map(async (path) => [path, await digest(path)] as const)));
}
