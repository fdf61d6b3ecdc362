import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../src/model/duration.ts';
import { file, image, shell } from '../../src/recipes/index.ts';

describe('a recipe in a config', () => {
  it('has Packer’s defaults', () => {
    const recipe = image('web', { from: { debian: 12 }, provision: [shell({ script: 'a.sh' })] });
    expect(recipe).toMatchObject({
      name: 'web',
      source: { kind: 'debian', release: 12 },
      builder: { ssh: { port: 22, pty: false, timeout: minutes(5) } },
      provisioners: [{ kind: 'shell', validExitCodes: [0], startRetryTimeout: minutes(5) }],
    });
    expect(recipe.problems).toBeUndefined();
  });

  it('runs as root with sudo, and takes durations as texts', () => {
    const { provisioner, problems } = shell({ inline: ['a'], sudo: true, pauseBefore: '10s' });
    expect(problems).toEqual([]);
    expect(provisioner).toMatchObject({
      executeCommand: ['chmod +x ', { gap: 'Path' }, '; sudo -n env ', { gap: 'Vars' }, ' ', { gap: 'Path' }],
      pauseBefore: seconds(10),
    });
  });

  it('tells all problems of all its steps with their paths', () => {
    const recipe = image('bad name', {
      from: { debian: 12 },
      // @ts-expect-error -- a config in plain JavaScript may hold anything
      instanceTyp: 't3.nano',
      provision: [
        shell({}),
        shell({ script: 'a', inline: ['b'] }),
        shell({ inline: ['a'], timeout: 'soon' }),
        // @ts-expect-error -- see above
        file({ source: 'a', destnation: '/b' }),
        shell({ inline: ['a'], executeCommand: '{{.Nope}}' }),
      ],
    });
    const told = (recipe.problems ?? []).map(({ path, fix }) => `${path}: ${fix}`);
    expect(told).toEqual([
      'instanceTyp: write instanceType',
      'provision[0].script: write exactly one of script, scripts and inline',
      'provision[1].script: write exactly one of script, scripts and inline',
      "provision[2].timeout: write it like '90s', '5m' or '1h30m'",
      'provision[3].destnation: write destination',
      'provision[3].destination: write where the file goes on the instance',
      'provision[4].executeCommand: write {{.Path}}, {{.Vars}} or {{.EnvVarFile}}',
      'name: write letters, digits, dots and dashes',
    ]);
  });
});
