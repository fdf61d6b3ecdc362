import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSourceFiles } from '../../src/provision/source-files.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imago-files-'));
  mkdirSync(join(folder, 'app'));
  writeFileSync(join(folder, 'app', 'a'), 'text');
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('local source files', () => {
  it('are found relative to the recipe, and a trailing slash is kept', async () => {
    const files = createSourceFiles(folder);
    expect(files.resolve('app/')).toBe(`${folder}/app/`);
    expect(files.resolve('/etc/hosts')).toBe('/etc/hosts');
    expect(await files.kind('app/')).toBe('directory');
    expect(await files.kind('app/a')).toBe('file');
    expect(await files.kind('nothing')).toBeUndefined();
  });

  it.each([
    ['a content', () => writeFileSync(join(folder, 'app', 'a'), 'test')],
    ['a mode', () => chmodSync(join(folder, 'app', 'a'), 0o755)],
    ['a new file', () => writeFileSync(join(folder, 'app', 'b'), '')],
    ['a new folder', () => mkdirSync(join(folder, 'app', 'c'))],
  ])('have another digest after a change of %s', async (_what, change) => {
    const files = createSourceFiles(folder);
    const before = await files.digest('app');
    expect(await files.digest('app')).toBe(before);
    change();
    expect(await files.digest('app')).not.toBe(before);
  });

  it('have the same digest wherever they lie', async () => {
    mkdirSync(join(folder, 'other', 'app'), { recursive: true });
    writeFileSync(join(folder, 'other', 'app', 'a'), 'text');
    expect(await createSourceFiles(join(folder, 'other')).digest('app')).toBe(
      await createSourceFiles(folder).digest('app'),
    );
  });
});
