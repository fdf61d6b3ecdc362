import type { Recipe } from '../recipes/recipe.ts';
import type { BakePorts } from './bake-request.ts';
import { checkRecipes, inLayerOrder } from './check-recipes.ts';
import { findBaked, identify } from './identify.ts';

/** An image that stands for a recipe as it is now. */
export interface ExistingImage {
  readonly imageId: string;
  readonly name: string;
  readonly fingerprint: string;
}

/** The image that a bake would reuse; undefined where it, or a layer below it, would have to be baked. */
export async function findExisting(
  recipe: Recipe,
  ports: BakePorts,
  signal: AbortSignal,
): Promise<ExistingImage | undefined> {
  const order = inLayerOrder([recipe]);
  await checkRecipes(order, ports.sources);
  let below: ExistingImage | undefined;
  for (const layer of order) {
    const { fingerprint } = await identify(layer, below, ports, signal);
    const found = await findBaked(fingerprint, ports, signal);
    if (found === undefined) return undefined;
    below = { imageId: found.id, name: found.name, fingerprint };
  }
  return below;
}
