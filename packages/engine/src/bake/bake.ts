import { ImagoError } from '../errors/imago-error.ts';
import { milliseconds } from '../model/duration.ts';
import type { Recipe } from '../recipes/recipe.ts';
import type { BakedImage, BakeOutcome, BakePorts, BakeRequest } from './bake-request.ts';
import { buildImage } from './build-image.ts';
import { checkRecipes, inLayerOrder } from './check-recipes.ts';
import { findBaked, identify } from './identify.ts';

/**
 * Bakes images from recipes, layers first, independent ones at the same time, and skips what exists with the
 * same fingerprint. Nothing starts before all recipes and their files are found in order.
 *
 * Throws after the clean-up: an ImagoError (`recipe-invalid`, `source-missing`, `script-failed`, …), a CloudError,
 * or the signal's reason.
 */
export async function bake(
  request: BakeRequest,
  ports: BakePorts,
  signal: AbortSignal,
): Promise<BakeOutcome> {
  const order = inLayerOrder(request.recipes);
  await checkRecipes(order, ports.sources);
  const failed = new AbortController();
  const limited = AbortSignal.any([signal, failed.signal]);
  const images = new Map<Recipe, Promise<BakedImage>>();
  for (const recipe of order) {
    const below = recipe.source.kind === 'recipe' ? images.get(recipe.source.recipe) : undefined;
    const baking = bakeOne(recipe, below, request, ports, limited);
    // the others are stopped and cleaned up before the first failure is told
    baking.catch((error: unknown) => failed.abort(error));
    images.set(recipe, baking);
  }
  const results = await Promise.allSettled(images.values());
  if (results.some(({ status }) => status === 'rejected')) limited.throwIfAborted();
  return { images: await Promise.all(images.values()) };
}

async function bakeOne(
  recipe: Recipe,
  layer: Promise<BakedImage> | undefined,
  request: BakeRequest,
  ports: BakePorts,
  signal: AbortSignal,
): Promise<BakedImage> {
  const below = await layer;
  signal.throwIfAborted();
  const start = ports.clock.now().getTime();
  const elapsed = (): BakedImage['duration'] => milliseconds(ports.clock.now().getTime() - start);
  try {
    const identified = await identify(recipe, below, ports, signal);
    const { fingerprint } = identified;
    const existing = request.force === true ? undefined : await findBaked(fingerprint, ports, signal);
    if (existing !== undefined) {
      ports.emit({ code: 'bake-reused', recipe: recipe.name, fingerprint, imageId: existing.id });
      const { id: imageId, name } = existing;
      return { recipe: recipe.name, imageId, name, fingerprint, reused: true, duration: elapsed() };
    }
    ports.emit({
      code: 'bake-started',
      recipe: recipe.name,
      fingerprint,
      provisioners: recipe.provisioners.length,
    });
    ports.emit({ code: 'bake-source-found', recipe: recipe.name, ...identified.source });
    for (const use of recipe.volatile ?? []) {
      const message = `${use}, so this image is baked anew at every run`;
      ports.emit({ code: 'bake-notice', recipe: recipe.name, message });
    }
    const { id: imageId, name } = await buildImage(identified, request, ports, signal);
    const duration = elapsed();
    ports.emit({ code: 'bake-finished', recipe: recipe.name, fingerprint, imageId, name, duration });
    return { recipe: recipe.name, imageId, name, fingerprint, reused: false, duration };
  } catch (error) {
    ports.emit({
      code: 'bake-failed',
      recipe: recipe.name,
      errorCode: error instanceof ImagoError ? error.code : 'interrupted',
      message: error instanceof Error ? error.message : String(error),
    });
    throw error;
  }
}
