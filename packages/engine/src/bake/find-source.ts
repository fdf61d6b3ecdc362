import { ImagoError } from '../errors/imago-error.ts';
import type { ImageCloud, ImageFacts, ImageQuery } from '../ports/image-cloud.ts';
import type { RecipeSource } from '../recipes/recipe.ts';

/** Account of Debian's official images in the commercial regions (wiki.debian.org/Cloud/AmazonEC2Image). */
const debianOwner = '136693071363';

/** Finds the image that a recipe starts from, or says what was looked for. */
export async function findSource(
  source: FoundSource,
  recipe: string,
  cloud: ImageCloud,
  signal: AbortSignal,
): Promise<ImageFacts> {
  const found = await cloud.findImages(toQuery(source), signal);
  const usable = found.filter((image) => image.state === 'available');
  const newest = usable.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0];
  if (newest === undefined) throw notFound(source, recipe, found[0]);
  if (usable.length > 1 && source.kind === 'filter' && !source.mostRecent) {
    throw new ImagoError({
      code: 'source-image-ambiguous',
      source: 'user',
      message: `image ${recipe}: ${usable.length} images match ${describe(source)}`,
      fix: 'write most_recent (mostRecent), or a narrower filter',
    });
  }
  return newest;
}

type FoundSource = Exclude<RecipeSource, { kind: 'recipe' }>;

function toQuery(source: FoundSource): ImageQuery {
  if (source.kind === 'image') return { ids: [source.id] };
  if (source.kind === 'filter') return { owners: source.owners, filters: source.filters };
  return { owners: [debianOwner], filters: { name: [`debian-${source.release}-amd64-*`] } };
}

function describe(source: FoundSource): string {
  if (source.kind === 'image') return source.id;
  if (source.kind === 'debian') return `debian-${source.release}-amd64-* of Debian's account`;
  const filters = Object.entries(source.filters).map(([name, values]) => `${name}=${values.join(',')}`);
  return `${filters.join(' ')} of ${source.owners.join(', ')}`;
}

function notFound(source: FoundSource, recipe: string, unusable: ImageFacts | undefined): ImagoError {
  const why = unusable === undefined ? 'is not in this region or account' : `is ${unusable.state}`;
  return new ImagoError({
    code: 'source-image-missing',
    source: 'user',
    message: `image ${recipe}: the source image ${describe(source)} ${why}`,
    fix: 'check the id, the region and the owners; `aws ec2 describe-images` lists what there is, on the local cloud too',
  });
}
