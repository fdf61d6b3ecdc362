import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/duration.ts';
import { file, fingerprint, image, shell } from '../../src/recipes/index.ts';
import type { Recipe } from '../../src/recipes/recipe.ts';

const source = { kind: 'image', id: 'ami-1' } as const;
const digests = new Map([
  ['setup.sh', 'd1'],
  ['dist/', 'd2'],
]);
const digestOf = (path: string): string => digests.get(path) ?? `digest of ${path}`;
const of = (recipe: Recipe): string => fingerprint(recipe, source, digestOf);

const recipe = image('app', {
  from: { debian: 12 },
  imageName: 'app 1',
  tags: { a: '1' },
  provision: [
    shell({ script: 'setup.sh', env: { A: '1', B: '2' } }),
    file({ source: 'dist/', destination: '/srv' }),
    shell({ inline: ['x', 'y'] }),
  ],
});

const environment = fc.uniqueArray(
  fc.record({ name: fc.stringMatching(/^[A-Z]{1,3}$/), value: fc.string() }),
  {
    selector: ({ name }) => name,
  },
);

describe('a fingerprint', () => {
  it('does not depend on names, tags, the instance type, pauses or time limits', () => {
    const other: Recipe = {
      ...recipe,
      name: 'other',
      builder: {
        ...recipe.builder,
        imageName: 'x',
        tags: {},
        instanceType: 'm5.large',
        ssh: { ...recipe.builder.ssh, timeout: minutes(1) },
      },
      provisioners: recipe.provisioners.map((step) => ({
        ...step,
        pauseBefore: minutes(1),
        timeout: minutes(2),
        maxRetries: 3,
      })),
    };
    expect(of(other)).toBe(of(recipe));
  });

  it('does not depend on where a script lies, but on what is in it', () => {
    const at = (script: string): Recipe =>
      image('app', { from: { debian: 12 }, provision: [shell({ script })] });
    digests.set('elsewhere/setup.sh', 'd1');
    expect(of(at('elsewhere/setup.sh'))).toBe(of(at('setup.sh')));
    expect(of(at('other.sh'))).not.toBe(of(at('setup.sh')));
  });

  it('depends on the source, by id or by the fingerprint of the layer below', () => {
    const all = [
      fingerprint(recipe, source, digestOf),
      fingerprint(recipe, { kind: 'image', id: 'ami-2' }, digestOf),
      fingerprint(recipe, { kind: 'fingerprint', fingerprint: 'ami-1' }, digestOf),
    ];
    expect(new Set(all).size).toBe(3);
  });

  it('depends on the order of the provisioners', () => {
    expect(of({ ...recipe, provisioners: recipe.provisioners.toReversed() })).not.toBe(of(recipe));
  });

  it('depends on a folder’s trailing slash, which decides where it lands', () => {
    const from = (path: string): Recipe =>
      image('app', { from: { debian: 12 }, provision: [file({ source: path, destination: '/srv' })] });
    digests.set('dist', 'd2');
    expect(of(from('dist'))).not.toBe(of(from('dist/')));
  });

  it('depends on the values of variables, not on the order they are written in', () => {
    fc.assert(
      fc.property(environment, fc.nat(), (variables, seed) => {
        const withVariables = (list: typeof variables): Recipe => ({
          ...recipe,
          provisioners: recipe.provisioners.map((step) =>
            step.kind === 'shell' ? { ...step, environment: list } : step,
          ),
        });
        const turned = [
          ...variables.slice(seed % (variables.length + 1)),
          ...variables.slice(0, seed % (variables.length + 1)),
        ];
        expect(of(withVariables(turned))).toBe(of(withVariables(variables)));
        const changed = variables.map(({ name, value }, index) => ({
          name,
          value: index === 0 ? `${value}!` : value,
        }));
        if (variables.length > 0) expect(of(withVariables(changed))).not.toBe(of(withVariables(variables)));
      }),
      { numRuns: 100 },
    );
  });

  it('tells any two lists of lines apart', () => {
    const lines = fc.array(fc.string());
    const inline = (list: readonly string[]): string =>
      of(image('app', { from: { debian: 12 }, provision: [shell({ inline: list })] }));
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        expect(inline(a) === inline(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 200 },
    );
  });
});
