import type { ImageCloud, ImageFacts } from '@imago/engine';
import { describe, expect, test } from 'vitest';
import { existingImage } from '../../src/project/existing-image.ts';

const { signal } = new AbortController();
const facts: ImageFacts = {
  id: 'ami-0123456789abcdef0',
  name: 'web 1',
  state: 'available',
  createdAt: '2026-11-21T10:00:00Z',
  tags: { 'imago:fingerprint': 'f' },
  snapshotIds: [],
};

/** A cloud that knows these images and answers no other question. */
const cloudWith = (...images: readonly ImageFacts[]): ImageCloud => {
  const port: Pick<ImageCloud, 'findImages'> = {
    findImages: async (query) => images.filter(({ id }) => 'ids' in query && query.ids.includes(id)),
  };
  // any other call would throw
  return port as ImageCloud;
};

describe('an image named by its id', () => {
  test('comes with its name and fingerprint', async () => {
    expect(await existingImage(facts.id, cloudWith(facts), signal)).toEqual({
      id: facts.id,
      name: 'web 1',
      fingerprint: 'f',
    });
  });

  test('may have been made by another tool', async () => {
    const found = await existingImage(facts.id, cloudWith({ ...facts, tags: {} }), signal);
    expect(found).toEqual({ id: facts.id, name: 'web 1' });
  });

  test.each([
    ['ami-0fffffffffffffff0', facts, 'there is no image "ami-0fffffffffffffff0"'],
    ['web', facts, 'there is no image "web"'],
    [facts.id, { ...facts, state: 'pending' as const }, `image ${facts.id} is pending`],
    [facts.id, { ...facts, state: 'failed' as const }, `image ${facts.id} is failed`],
  ])('%s is refused where it cannot be started', async (id, image, message) => {
    await expect(existingImage(id, cloudWith(image), signal)).rejects.toMatchObject({
      source: 'user',
      message,
      fix: '`imago images` lists those that were baked',
    });
  });
});
