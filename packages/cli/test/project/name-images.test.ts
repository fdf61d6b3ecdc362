import { image } from '@imago/engine';
import { describe, expect, test } from 'vitest';
import type { Project } from '../../src/project/load-project.ts';
import { nameImages } from '../../src/project/name-images.ts';

const base = image('base', { from: { debian: 12 } });
const web = image('web', { from: base });
const project = (images: Project['spec']['images']): Project => ({
  spec: { name: 'shop', environments: {}, images },
  file: '/shop/imago.config.ts',
  directory: '/shop',
});

describe('images by name', () => {
  test.each([
    [[], [base, web]],
    [['web'], [web]],
    [
      ['web', 'base'],
      [web, base],
    ],
  ])('%j', (names, images) => {
    expect(nameImages(project([base, web]), names)).toEqual(images);
  });

  test.each([
    [[base, web], 'it has base, web'],
    [[], 'it has none at all'],
  ])('one that is not there is refused with those that are', (images, fix) => {
    expect(() => nameImages(project(images), ['wbe'])).toThrow(
      expect.objectContaining({ message: '/shop/imago.config.ts has no image "wbe"', fix }) as Error,
    );
  });
});
