import {
  bake,
  cleanLeftovers,
  type ExistingImage,
  findExisting,
  type ImageRef,
  ImagoError,
} from '@imago/engine';
import type { VariableFlags } from '../commands/parameters.ts';
import { bakePorts } from '../project/ports.ts';
import { existingImage } from '../project/existing-image.ts';
import { readVariables } from '../project/read-variables.ts';
import { resolveImages } from '../project/resolve-images.ts';
import type { EnvironmentRun } from './in-environment.ts';

/** Whether an image that is not there yet is baked, refused, or answered with undefined. */
export type WhenMissing = 'bake' | 'refuse' | 'tell';

/** The image that a deploy rolls out: the one given, or the project's, baked where it has to be. */
export async function imageOf(
  run: EnvironmentRun,
  flags: VariableFlags & { readonly image?: string },
  whenMissing: WhenMissing,
  signal: AbortSignal,
): Promise<ImageRef | undefined> {
  const ports = await bakePorts(run.connection, run.project.directory, (event) => run.reporter.bake(event));
  if (whenMissing !== 'tell') await cleanLeftovers(ports, signal);
  const { image } = run.spec;
  const given = flags.image ?? ('id' in image ? image.id : undefined);
  if (given !== undefined || 'id' in image) return await existingImage(given ?? '', ports.cloud, signal);
  const [recipe] = resolveImages([image], {
    ...readVariables(flags),
    directory: run.project.directory,
    env: process.env,
    startedAt: new Date(),
    notice: (text) => run.reporter.note(text),
  });
  if (recipe === undefined) return undefined;
  if (whenMissing !== 'bake') {
    const found = await findExisting(recipe, ports, signal);
    if (found !== undefined) return referTo(found);
    if (whenMissing === 'tell') return undefined;
    throw new ImagoError({
      code: 'not-baked',
      source: 'user',
      message: `${recipe.name} is not baked as it is now, and --no-bake was given`,
      fix: `run \`imago bake ${recipe.name}\`, or leave --no-bake out`,
    });
  }
  const { images } = await bake({ recipes: [recipe], pollInterval: run.connection.poll }, ports, signal);
  const baked = images.at(-1);
  return baked && referTo(baked);
}

const referTo = ({ imageId, name, fingerprint }: ExistingImage): ImageRef => ({
  id: imageId,
  name,
  fingerprint,
});
