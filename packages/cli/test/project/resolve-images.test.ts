import { image, packer, type PackerImage, type Recipe } from '@imago/engine';
import { describe, expect, test } from 'vitest';
import { readTemplate, resolveImages, type TemplateSurroundings } from '../../src/project/resolve-images.ts';
import { folderWith } from '../folder.ts';

const builder = {
  type: 'amazon-ebs',
  region: 'us-east-1',
  source_ami: '{{user `source_ami`}}',
  instance_type: 't3.small',
  ssh_username: 'admin',
  ami_name: 'web {{isotime | clean_ami_name}}',
};
const template = (changes: object = {}, builders: readonly object[] = [builder]): string =>
  JSON.stringify({ variables: { source_ami: null }, builders, ...changes });
const fixed = template({ variables: {} }, [{ ...builder, source_ami: 'ami-0123456789abcdef0' }]);

function surround(
  files: Readonly<Record<string, string>>,
  vars: Readonly<Record<string, string>> = {},
): TemplateSurroundings & { readonly notices: string[] } {
  const notices: string[] = [];
  return {
    directory: folderWith(files),
    vars,
    varFiles: [],
    env: {},
    startedAt: new Date('2026-11-21T10:00:00Z'),
    notice: (text) => notices.push(text),
    notices,
  };
}

const base = image('base', { from: { debian: 12 } });
const onBase = (name: string, file = 'web.json'): PackerImage =>
  packer(name, { template: file, layers: { source_ami: base } });

describe('images of a project', () => {
  test('made by image() are recipes already', () => {
    expect(resolveImages([base], surround({}))).toEqual([base]);
  });

  test('made by a template have the name that the project gives them', () => {
    const [recipe] = resolveImages(
      [packer('web', { template: 'web.json' })],
      surround({ 'web.json': fixed }),
    );
    expect(recipe).toMatchObject({ name: 'web', source: { kind: 'image', id: 'ami-0123456789abcdef0' } });
  });

  test('start from the layer whose variable their template takes for its source', () => {
    const [recipe] = resolveImages([onBase('web')], surround({ 'web.json': template() }));
    expect(recipe?.source).toEqual({ kind: 'recipe', recipe: base });
  });

  test('may be layers of templates, as deep as it goes', () => {
    const lower = packer('lower', { template: 'lower.json' });
    const upper = packer('upper', { template: 'web.json', layers: { source_ami: lower } });
    const [recipe] = resolveImages([upper], surround({ 'web.json': template(), 'lower.json': fixed }));
    expect(recipe?.source).toMatchObject({ kind: 'recipe', recipe: { name: 'lower' } });
  });

  test('that share a base share one recipe, which is baked once', () => {
    const lower = packer('lower', { template: 'lower.json' });
    const two = ['a', 'b'].map((name) =>
      packer(name, { template: 'web.json', layers: { source_ami: lower } }),
    );
    const recipes = resolveImages([lower, ...two], surround({ 'web.json': template(), 'lower.json': fixed }));
    const below = recipes
      .slice(1)
      .map(({ source }) => (source.kind === 'recipe' ? source.recipe : undefined));
    expect(below[0]).toBe(recipes[0]);
    expect(below[1]).toBe(recipes[0]);
  });

  test('keep the stand-in id out of everything that is baked', () => {
    const [recipe] = resolveImages([onBase('web')], surround({ 'web.json': template() }));
    expect(JSON.stringify(recipe)).not.toMatch(/ami-[0-9a-f]{17}/);
  });

  test('take variables from the config, and over them those of the command', () => {
    const text = template({ variables: { source_ami: null, size: null, name: null } }, [
      { ...builder, instance_type: '{{user `size`}}', ami_name: '{{user `name`}}' },
    ]);
    const web = packer('web', {
      template: 'web.json',
      vars: { size: 't3.micro', name: 'from-config' },
      layers: { source_ami: base },
    });
    const [recipe] = resolveImages([web], surround({ 'web.json': text }, { size: 't3.large' }));
    expect(recipe?.builder).toMatchObject({ instanceType: 't3.large', imageName: 'from-config' });
  });

  test('refuse a layer that the template does not start from', () => {
    expect(() => resolveImages([onBase('web')], surround({ 'web.json': fixed }))).toThrow(
      expect.objectContaining({
        code: 'layer-unused',
        message: 'web.json does not take its source_ami from source_ami',
        fix: expect.stringContaining('"source_ami": "{{user `source_ami`}}"') as string,
      }) as Error,
    );
  });

  test('refuse a template with several builders', () => {
    const text = template({}, [builder, { ...builder, name: 'second' }]);
    expect(() => resolveImages([onBase('web')], surround({ 'web.json': text }))).toThrow(
      expect.objectContaining({
        code: 'template-builders',
        message: 'web.json has 2 builders, and an image of a project needs exactly one',
      }) as Error,
    );
  });

  test('refuse a template that is not there', () => {
    expect(() => resolveImages([onBase('web', 'none.json')], surround({}))).toThrow(
      'none.json does not exist',
    );
  });
});

describe('a variable that no template has', () => {
  const text = template({ variables: { source_ami: null } }, [
    { ...builder, ami_name: 'web {{user `version`}}' },
  ]);

  test('is refused in a project, with the nearest that there is', () => {
    const around = surround({ 'web.json': text }, { vresion: '3' });
    expect(() => resolveImages([onBase('web')], around)).toThrow(
      expect.objectContaining({ code: 'unknown-variable', fix: 'write --var version=…' }) as Error,
    );
  });

  test('is told of a template by itself, which Packer would bake', () => {
    const around = surround({ 'web.json': text }, { source_ami: 'ami-0123456789abcdef0', vresion: '3' });
    readTemplate('web.json', around);
    expect(around.notices).toEqual(['web.json has no variable "vresion"']);
  });
});

describe('a template by itself', () => {
  test('gives one recipe per builder', () => {
    const around = surround(
      { 'web.json': template({}, [builder, { ...builder, name: 'second' }]) },
      { source_ami: 'ami-0123456789abcdef0' },
    );
    const recipes: readonly Recipe[] = readTemplate('web.json', around);
    expect(recipes.map(({ source }) => source.kind)).toEqual(['image', 'image']);
  });

  test('that cannot be baked is refused with every problem and its place', () => {
    const around = surround({ 'web.json': template() });
    expect(() => readTemplate('web.json', around)).toThrow(
      /^web\.json cannot be baked:\nweb\.json:1:\d+: variables\.source_ami: required variable is not set/,
    );
  });
});
