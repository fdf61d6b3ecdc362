import { ImagoError } from '../errors/imago-error.ts';
import { minutes } from '../model/duration.ts';
import type { ImageFacts } from '../ports/image-cloud.ts';
import type { Tags } from '../recipes/builder-settings.ts';
import type { BakePorts, BakeRequest } from './bake-request.ts';
import type { IdentifiedRecipe } from './identify.ts';
import { bakeTagKeys } from './temporaries.ts';
import type { TemporaryResources } from './temporary-resources.ts';
import { waitUntil } from './wait-until.ts';

/** Stops the instance and waits until it has stopped. */
export async function stop(
  { recipe }: IdentifiedRecipe,
  instanceId: string,
  request: BakeRequest,
  { cloud, clock }: BakePorts,
  signal: AbortSignal,
): Promise<void> {
  if (recipe.builder.disableStopInstance !== true) await cloud.stopInstance(instanceId, signal);
  await waitUntil(
    async () => {
      const instance = await cloud.describeInstance(instanceId, signal);
      if (instance?.state !== 'terminated' && instance?.state !== 'shutting-down') {
        return instance?.state === 'stopped' ? true : undefined;
      }
      throw new ImagoError({
        code: 'instance-ended',
        source: 'cloud',
        message: `the temporary instance ${instanceId} is ${instance.state}, so there is nothing to make an image of`,
      });
    },
    {
      clock,
      interval: request.pollInterval,
      timeout: request.cloudTimeout ?? minutes(60),
      signal,
      onTimeout: () =>
        new ImagoError({
          code: 'instance-not-stopped',
          source: 'cloud',
          message: `${instanceId} does not stop`,
        }),
    },
  );
}

/** Makes the image of the stopped instance, with all its tags, and waits until it can be used. */
export async function createImage(
  identified: IdentifiedRecipe,
  name: string,
  made: TemporaryResources,
  request: BakeRequest,
  ports: BakePorts,
  signal: AbortSignal,
): Promise<ImageFacts> {
  const { recipe } = identified;
  const { builder } = recipe;
  if (builder.forceDeregister === true)
    await makeRoom(name, builder.forceDeleteSnapshot === true, ports, signal);
  const own: Tags = {
    [bakeTagKeys.fingerprint]: identified.fingerprint,
    [bakeTagKeys.recipe]: recipe.name,
    [bakeTagKeys.parent]: identified.source.imageId,
    [bakeTagKeys.bake]: made.bakeId,
  };
  signal.throwIfAborted();
  const imageId = await ports.cloud.createImage(
    {
      instanceId: made.instanceId ?? '',
      name,
      ...(builder.imageDescription === undefined ? {} : { description: builder.imageDescription }),
      tags: { ...fillTags(builder.tags, identified), ...own },
      snapshotTags: {
        ...fillTags(builder.tags, identified),
        ...fillTags(builder.snapshotTags, identified),
        ...own,
      },
    },
    new AbortController().signal,
  );
  made.unfinishedImageId = imageId;
  const image = await waitForImage(imageId, request, ports, signal);
  const { imageUsers: users = [], imageGroups: groups = [] } = builder;
  if (users.length > 0 || groups.length > 0) await ports.cloud.shareImage(imageId, { users, groups }, signal);
  delete made.unfinishedImageId;
  return image;
}

/** `force_deregister`: the image of that name goes, as in Packer. */
async function makeRoom(
  name: string,
  withSnapshots: boolean,
  { cloud }: BakePorts,
  signal: AbortSignal,
): Promise<void> {
  for (const image of await cloud.findImages({ owners: ['self'], filters: { name: [name] } }, signal)) {
    await cloud.deregisterImage(image.id, signal);
    if (withSnapshots) await Promise.all(image.snapshotIds.map((id) => cloud.deleteSnapshot(id, signal)));
  }
}

async function waitForImage(
  imageId: string,
  request: BakeRequest,
  { cloud, clock }: BakePorts,
  signal: AbortSignal,
): Promise<ImageFacts> {
  return waitUntil(
    async () => {
      const [image] = await cloud.findImages({ ids: [imageId] }, signal);
      if (image?.state === 'available') return image;
      if (image?.state !== 'failed') return undefined;
      throw new ImagoError({
        code: 'image-failed',
        source: 'cloud',
        message: `the image ${imageId} failed${image.stateReason === undefined ? '' : `: ${image.stateReason}`}`,
      });
    },
    {
      clock,
      interval: request.pollInterval,
      timeout: request.cloudTimeout ?? minutes(60),
      signal,
      onTimeout: () =>
        new ImagoError({
          code: 'image-not-available',
          source: 'cloud',
          message: `${imageId} does not become available`,
        }),
    },
  );
}

/** Packer's template values within tags. */
function fillTags(tags: Tags = {}, { source, recipe }: IdentifiedRecipe): Tags {
  const values: Tags = {
    SourceAMI: source.imageId,
    SourceAMIName: source.name,
    BuildRegion: recipe.builder.region ?? '',
  };
  return Object.fromEntries(
    Object.entries(tags).map(([key, text]) => [
      key,
      text.replaceAll(/\{\{\.(\w+)\}\}/g, (gap, name: string) => values[name] ?? gap),
    ]),
  );
}
