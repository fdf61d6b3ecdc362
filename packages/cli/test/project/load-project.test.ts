import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadProject, requireEnvironment } from '../../src/project/load-project.ts';
import { fakeContext } from '../fake-context.ts';
import { folderWith } from '../folder.ts';

const fleet = {
  kind: 'fleet',
  image: 'ami-0123456789abcdef0',
  size: { min: 2, desired: 3, max: 6 },
  loadBalancer: { port: 80, health: { path: '/healthz' } },
};
const good = { kind: 'project', name: 'shop', environments: { production: fleet, staging: fleet } };

const load = async (text: string): ReturnType<typeof loadProject> =>
  await loadProject(fakeContext({}, folderWith({ 'imago.config.ts': text })).context);
const loadObject = async (config: object): ReturnType<typeof loadProject> =>
  await load(`const config: object = ${JSON.stringify(config)};\nexport default config;`);

describe('a project', () => {
  test('is loaded from TypeScript; its paths start beside its config', async () => {
    const folder = folderWith({ 'imago.config.ts': `export default ${JSON.stringify(good)} as object;` });
    const project = await loadProject(fakeContext({}, folder).context);
    expect(project).toMatchObject({ file: join(folder, 'imago.config.ts'), directory: folder });
    expect(Object.keys(project.spec.environments)).toEqual(['production', 'staging']);
  });

  test('is refused with all its mistakes at once, each with its path', async () => {
    const bad = { ...good, name: 'My Shop', environments: { production: { ...fleet, size: 3 } } };
    await expect(loadObject(bad)).rejects.toMatchObject({
      code: 'config-invalid',
      source: 'user',
      message: expect.stringMatching(
        /has 2 mistakes:\n {2}.*\bname: .*"My Shop".*\n {2}.*production\.size/,
      ) as string,
    });
  });

  test('with one mistake has one mistake', async () => {
    await expect(loadObject({ ...good, name: 'My Shop' })).rejects.toThrow(/has 1 mistake:\n/);
  });

  test('that exports something else is told what to export', async () => {
    await expect(load('export default 5;')).rejects.toThrow(
      /has 1 mistake:\n {2}the config exports 5 as its default; write export default defineProject\(/,
    );
  });

  test.each([
    ['does not parse', 'export default {'],
    ['throws', "throw new Error('no such stage');"],
    ['imports what is not there', "import './none.ts'; export default {};"],
  ])('whose config %s is told so, with its file', async (_what, text) => {
    await expect(load(text)).rejects.toMatchObject({
      code: 'config-broken',
      source: 'user',
      message: expect.stringMatching(/^\/.*imago\.config\.ts cannot be loaded: ./) as string,
    });
  });
});

describe('an environment', () => {
  const broken = { ...good, environments: { production: fleet, staging: { ...fleet, size: 3 } } };
  const loadFor = async (config: object, name: string): Promise<{ stderr: string; names: string[] }> => {
    const text = `const config: object = ${JSON.stringify(config)};\nexport default config;`;
    const { context, stderr } = fakeContext({}, folderWith({ 'imago.config.ts': text }));
    const { spec } = await loadProject(context, name);
    return { stderr: stderr(), names: Object.keys(spec.environments) };
  };

  test('is usable while another one is wrong, which is one line of warning', async () => {
    const { stderr, names } = await loadFor(broken, 'production');
    expect(names).toEqual(['production']);
    expect(stderr).toMatch(
      /^imago: warning: .* has 1 mistake outside production: environments\.staging\.size: .*\n$/,
    );
  });

  test('is refused for its own mistakes and for those of the project', async () => {
    await expect(loadFor(broken, 'staging')).rejects.toThrow(/has 1 mistake:\n {2}environments\.staging/);
    await expect(loadFor({ ...broken, name: 'My Shop' }, 'production')).rejects.toThrow(/\bname: "My Shop"/);
  });

  test('is found by its name', async () => {
    expect(requireEnvironment(await loadObject(good), 'staging').name).toBe('staging');
  });

  test.each(['prod', 'constructor'])('%s that is not there is refused with those that are', async (name) => {
    const project = await loadObject(good);
    expect(() => requireEnvironment(project, name)).toThrow(
      expect.objectContaining({
        message: `${project.file} has no environment "${name}"`,
        fix: 'it has production, staging',
      }) as Error,
    );
  });

  test('is refused where there is none at all', async () => {
    const project = await loadObject({ ...good, environments: {} });
    expect(() => requireEnvironment(project, 'production')).toThrow(
      expect.objectContaining({ fix: 'it has none at all' }) as Error,
    );
  });
});
