import { type ImageCloud, type ImageRef, ImagoError } from '@imago/engine';

/** An image that was named by its id; a clear word where it is not there, or not ready. */
export async function existingImage(id: string, cloud: ImageCloud, signal: AbortSignal): Promise<ImageRef> {
  const [found] = /^ami-[0-9a-f]+$/.test(id) ? await cloud.findImages({ ids: [id] }, signal) : [];
  if (found !== undefined && found.state === 'available') {
    const fingerprint = found.tags['imago:fingerprint'];
    return { id, name: found.name, ...(fingerprint === undefined ? {} : { fingerprint }) };
  }
  throw new ImagoError({
    code: 'no-image',
    source: 'user',
    message:
      found === undefined ? `there is no image ${JSON.stringify(id)}` : `image ${id} is ${found.state}`,
    fix: '`imago images` lists those that were baked',
  });
}
