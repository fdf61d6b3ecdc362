import { randomBytes } from 'node:crypto';
import { ImagoError } from '../errors/imago-error.ts';
import type { BakeStep } from '../events/bake-events.ts';
import { milliseconds, minutes } from '../model/duration.ts';
import type { ImageFacts } from '../ports/image-cloud.ts';
import type { ShellTarget } from '../ports/shell.ts';
import type { BakePorts, BakeRequest } from './bake-request.ts';
import { createImage, stop } from './freeze.ts';
import type { IdentifiedRecipe } from './identify.ts';
import { connect, launch, prepare } from './launch.ts';
import { toTemporaries } from './leftovers.ts';
import { provision } from './provision.ts';
import { bakeTagKeys } from './temporaries.ts';
import { removeTemporaries } from './temporary-resources.ts';
import type { TemporaryResources } from './temporary-resources.ts';
import { withTimeLimit } from './wait-until.ts';

/** Bakes one image with a temporary instance, and leaves nothing but the image behind, whatever happens. */
export async function buildImage(
  identified: IdentifiedRecipe,
  request: BakeRequest,
  ports: BakePorts,
  signal: AbortSignal,
): Promise<ImageFacts> {
  const made: TemporaryResources = {
    bakeId: `bake-${randomBytes(6).toString('hex')}`,
    recipe: identified.recipe.name,
  };
  const name = await chooseName(identified, ports, signal);
  const reached: { privateKey?: string; target?: ShellTarget } = {};
  try {
    const image = await build(identified, name, made, reached, request, ports, signal);
    await timed('cleanup', made.recipe, ports, () => cleanUp(made, false, request, ports));
    return image;
  } catch (error) {
    if (request.onError === 'keep' && !signal.aborted) await keep(made, reached, ports);
    else await timed('cleanup', made.recipe, ports, () => cleanUp(made, true, request, ports));
    throw error;
  }
}

async function build(
  identified: IdentifiedRecipe,
  name: string,
  made: TemporaryResources,
  reached: { privateKey?: string; target?: ShellTarget },
  request: BakeRequest,
  ports: BakePorts,
  signal: AbortSignal,
): Promise<ImageFacts> {
  const step = async <T>(which: BakeStep, work: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    const result = await timed(which, made.recipe, ports, work);
    signal.throwIfAborted();
    return result;
  };
  const privateKey = await step('prepare', () => prepare(identified, made, ports));
  reached.privateKey = privateKey;
  const instance = await step('launch', () => launch(identified, made, ports));
  const { session, target } = await step('connect', () =>
    connect(identified, instance, privateKey, request, ports, signal),
  );
  reached.target = target;
  try {
    await step('provision', () => provision(identified.recipe, session, ports, signal));
  } finally {
    await session.drop();
  }
  await step('stop', () => stop(identified, instance.id, request, ports, signal));
  return timed('image', made.recipe, ports, () =>
    createImage(identified, name, made, request, ports, signal),
  );
}

async function timed<T>(
  step: BakeStep,
  recipe: string,
  { clock, emit }: BakePorts,
  work: () => Promise<T>,
): Promise<T> {
  const start = clock.now().getTime();
  emit({ code: 'bake-step-started', recipe, step });
  const result = await work();
  emit({ code: 'bake-step-finished', recipe, step, duration: milliseconds(clock.now().getTime() - start) });
  return result;
}

/** The recipe's name for the image, free to use; one of our own is new by its time. */
async function chooseName(
  { recipe, fingerprint }: IdentifiedRecipe,
  { cloud, clock }: BakePorts,
  signal: AbortSignal,
): Promise<string> {
  const { imageName, forceDeregister } = recipe.builder;
  if (imageName === undefined) return `${recipe.name}-${fingerprint.slice(0, 12)}-${clock.now().getTime()}`;
  if (forceDeregister === true) return imageName;
  const [taken] = await cloud.findImages({ owners: ['self'], filters: { name: [imageName] } }, signal);
  if (taken === undefined) return imageName;
  throw new ImagoError({
    code: 'image-name-taken',
    source: 'user',
    message: `image ${recipe.name}: the name ${JSON.stringify(imageName)} is taken by ${taken.id}`,
    fix: 'use {{timestamp}} in ami_name, or force_deregister',
  });
}

/** Deletes what the bake made; after a failure also what a call made whose answer never came. */
async function cleanUp(
  made: TemporaryResources,
  sweep: boolean,
  request: BakeRequest,
  ports: BakePorts,
): Promise<void> {
  const timeout = request.cleanupTimeout ?? minutes(5);
  const { pollInterval } = request;
  const report = (resource: string, message: string): void =>
    ports.emit({ code: 'bake-cleanup-failed', recipe: made.recipe, resource, message });
  const work = async (signal: AbortSignal): Promise<void> => {
    const limits = { pollInterval, timeout, signal };
    if (sweep)
      await addUnanswered(made, ports, signal).catch((error: unknown) =>
        report('a search by tag', String(error)),
      );
    const failures = await removeTemporaries(made, ports, limits);
    for (const { resource, message } of failures) report(resource, message);
  };
  await withTimeLimit(work, {
    clock: ports.clock,
    timeout,
    onTimeout: () => new Error('the clean-up took too long'),
  }).catch((error: unknown) => report('the rest', error instanceof Error ? error.message : String(error)));
}

async function addUnanswered(
  made: TemporaryResources,
  { cloud }: BakePorts,
  signal: AbortSignal,
): Promise<void> {
  const [temporary, kept] = await Promise.all([
    cloud.findTagged({ key: bakeTagKeys.temporary, value: made.bakeId }, signal),
    cloud.findTagged({ key: bakeTagKeys.bake, value: made.bakeId }, signal),
  ]);
  const found = toTemporaries({ bakeId: made.bakeId, recipe: made.recipe, resources: temporary });
  const image = kept.find(({ kind }) => kind === 'image');
  Object.assign(made, { ...found, ...made }, image === undefined ? {} : { unfinishedImageId: image.id });
}

/** Leaves all as it is for a person to look at, and marks it so that no later run deletes it. */
async function keep(
  made: TemporaryResources,
  { privateKey, target }: { readonly privateKey?: string; readonly target?: ShellTarget },
  { cloud, keys, emit }: BakePorts,
): Promise<void> {
  const { instanceId, groupId, keyName, recipe } = made;
  const ids = [instanceId, groupId].filter((id) => id !== undefined);
  const resources = keyName === undefined ? ids : [...ids, keyName];
  if (resources.length === 0) return;
  try {
    if (ids.length > 0) await cloud.tag(ids, { [bakeTagKeys.kept]: 'true' }, new AbortController().signal);
    if (target === undefined || privateKey === undefined) emit({ code: 'bake-kept', recipe, resources });
    else {
      const path = await keys.keep(made.bakeId, privateKey);
      emit({ code: 'bake-kept', recipe, resources, login: `ssh -i ${path} ${target.user}@${target.host}` });
    }
  } catch (error) {
    emit({ code: 'bake-cleanup-failed', recipe, resource: resources.join(', '), message: String(error) });
  }
}
