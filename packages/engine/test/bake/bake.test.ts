import { describe, expect, it } from 'vitest';
import { bake } from '../../src/bake/bake.ts';
import { milliseconds } from '../../src/model/duration.ts';
import { file, image, shell } from '../../src/recipes/index.ts';
import type { Recipe } from '../../src/recipes/recipe.ts';
import { World } from './world.ts';

const never = new AbortController().signal;
const pollInterval = milliseconds(50);
const simple = (): Recipe =>
  image('app', {
    from: { debian: 12 },
    imageName: 'app 1',
    tags: { Base: '{{.SourceAMIName}}' },
    provision: [
      file({ source: 'folder/', destination: '/srv/app' }),
      shell({ script: 'setup.sh', env: { WHO: "it's me" } }),
    ],
  });

describe('a bake', () => {
  it('leaves an available image with its tags, and nothing else', async () => {
    const world = new World();
    const { images } = await bake({ recipes: [simple()], pollInterval }, world.ports, never);
    expect(images).toMatchObject([{ recipe: 'app', name: 'app 1', reused: false }]);
    const [baked] = world.cloud.baked;
    expect(baked).toMatchObject({
      id: images[0]?.imageId,
      state: 'available',
      tags: {
        Base: 'debian-12-amd64-20261101',
        'imago:recipe': 'app',
        'imago:parent': 'ami-debian',
        'imago:fingerprint': images[0]?.fingerprint,
      },
    });
    expect(world.cloud.leftovers).toEqual([]);
    expect(world.openSessions).toBe(0);
  });

  it('uploads and runs scripts as Packer does', async () => {
    const world = new World();
    await bake({ recipes: [simple()], pollInterval }, world.ports, never);
    expect(world.remote).toEqual([
      'connect',
      'upload /work/folder /srv/app',
      'write /tmp/script_1100.sh 755 echo set up\n',
      `run chmod +x /tmp/script_1100.sh; WHO='it'"'"'s me'  /tmp/script_1100.sh`,
      'run rm -f /tmp/script_1100.sh',
    ]);
  });

  it('is skipped when an image with the fingerprint exists, unless it is forced', async () => {
    const world = new World();
    const first = await bake({ recipes: [simple()], pollInterval }, world.ports, never);
    const calls = world.cloud.calls.length;
    const again = await bake({ recipes: [simple()], pollInterval }, world.ports, never);
    expect(again.images).toMatchObject([{ imageId: first.images[0]?.imageId, reused: true }]);
    expect(world.cloud.calls.slice(calls)).toEqual(['findImages', 'findImages']);
    const forced = { ...simple(), builder: { ...simple().builder, imageName: 'app 2' } };
    const third = await bake({ recipes: [forced], pollInterval, force: true }, world.ports, never);
    expect(third.images[0]?.reused).toBe(false);
  });

  it('bakes the layer below first and once, and finds both again', async () => {
    const world = new World();
    const base = image('base', { from: { debian: 12 }, provision: [shell({ inline: ['a'] })] });
    const web = image('web', { from: base, provision: [shell({ inline: ['b'] })] });
    const api = image('api', { from: base, provision: [shell({ inline: ['c'] })] });
    const { images } = await bake({ recipes: [web, api], pollInterval }, world.ports, never);
    expect(images.map(({ recipe }) => recipe)).toEqual(['base', 'web', 'api']);
    const parents = world.cloud.baked.map(({ tags }) => tags['imago:parent']);
    expect(parents.toSorted()).toEqual([images[0]?.imageId, images[0]?.imageId, 'ami-debian'].toSorted());
    const again = await bake({ recipes: [web], pollInterval }, world.ports, never);
    expect(again.images.map(({ reused }) => reused)).toEqual([true, true]);
  });

  it('takes a template built on the id of a baked image for the same layer as a recipe built on its recipe', async () => {
    const world = new World();
    const base = image('base', { from: { debian: 12 } });
    const web = image('web', { from: base, provision: [shell({ inline: ['b'] })] });
    const { images } = await bake({ recipes: [web], pollInterval }, world.ports, never);
    const byId = image('web', {
      from: { image: images[0]?.imageId ?? '' },
      provision: [shell({ inline: ['b'] })],
    });
    const again = await bake({ recipes: [byId], pollInterval }, world.ports, never);
    expect(again.images).toMatchObject([{ imageId: images[1]?.imageId, reused: true }]);
  });

  it('starts nothing when a file is missing, and names all that are', async () => {
    const world = new World();
    const recipe = image('app', {
      from: { debian: 12 },
      provision: [
        shell({ script: 'no.sh' }),
        file({ source: 'nothing', destination: '/' }),
        shell({ script: 'folder' }),
      ],
    });
    const failure = await bake({ recipes: [recipe], pollInterval }, world.ports, never).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'source-missing', source: 'user' });
    expect(String(failure)).toContain('/work/no.sh');
    expect(String(failure)).toContain('/work/nothing');
    expect(String(failure)).toContain('/work/folder is a folder');
    expect(world.cloud.calls).toEqual([]);
  });

  it('starts nothing when a recipe has problems, the source is unknown or the name is taken', async () => {
    const world = new World();
    const wrong = image('app', { from: { debian: 12 }, provision: [shell({})] });
    await expect(bake({ recipes: [wrong], pollInterval }, world.ports, never)).rejects.toMatchObject({
      code: 'recipe-invalid',
    });
    const unknown = image('app', { from: { image: 'ami-nowhere' } });
    await expect(bake({ recipes: [unknown], pollInterval }, world.ports, never)).rejects.toMatchObject({
      code: 'source-image-missing',
    });
    await bake({ recipes: [simple()], pollInterval }, world.ports, never);
    const other = image('other', { from: { debian: 12 }, imageName: 'app 1' });
    await expect(bake({ recipes: [other], pollInterval }, world.ports, never)).rejects.toMatchObject({
      code: 'image-name-taken',
    });
    expect(world.cloud.calls.filter((call) => call === 'runInstance')).toHaveLength(1);
  });

  it('tells a failing script’s exit code and last lines, secrets hidden', async () => {
    const world = new World();
    world.behave = (command) => (command.startsWith('chmod') ? 3 : 0);
    const recipe = { ...simple(), secrets: ['secret'] };
    const failure = await bake({ recipes: [recipe], pollInterval }, world.ports, never).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'script-failed' });
    expect(String(failure)).toContain('setup.sh failed with exit code 3');
    expect(String(failure)).toContain('a <sensitive> line');
    expect(JSON.stringify(world.events)).not.toContain('a secret line');
    expect(world.cloud.leftovers).toEqual([]);
    expect(world.cloud.baked).toEqual([]);
  });

  it('connects anew after a restart that was expected, and fails after one that was not', async () => {
    const restarting = (expectDisconnect: boolean): Recipe =>
      image('app', {
        from: { debian: 12 },
        provision: [shell({ inline: ['reboot'], expectDisconnect }), shell({ inline: ['echo'] })],
      });
    const world = new World();
    let first = true;
    world.behave = (command) => {
      const restarts = first && command.startsWith('chmod');
      first = false;
      return restarts ? 'disconnect' : 0;
    };
    await bake({ recipes: [restarting(true)], pollInterval }, world.ports, never);
    expect(world.connections).toBe(2);
    const other = new World();
    other.behave = () => 'disconnect';
    await expect(
      bake({ recipes: [restarting(false)], pollInterval }, other.ports, never),
    ).rejects.toMatchObject({
      code: 'script-disconnected',
    });
    expect(other.cloud.leftovers).toEqual([]);
  });

  it('ends a provisioner that takes longer than its timeout, and tries again as often as it is told', async () => {
    const world = new World();
    let runs = 0;
    world.behave = (command) => {
      if (!command.startsWith('chmod')) return 0;
      runs += 1;
      return runs === 1 ? 'hang' : runs === 2 ? 1 : 0;
    };
    const step = shell({ inline: ['a'], timeout: '10s', maxRetries: 2 });
    await bake(
      { recipes: [image('app', { from: { debian: 12 }, provision: [step] })], pollInterval },
      world.ports,
      never,
    );
    expect(runs).toBe(3);
    const notices = world.events.filter(({ code }) => code === 'bake-notice');
    expect(JSON.stringify(notices)).toContain('took longer than 10s');
  });

  it('keeps the instance after a failure when asked to, and says how to log in', async () => {
    const world = new World();
    world.behave = (command) => (command.startsWith('chmod') ? 1 : 0);
    await expect(
      bake({ recipes: [simple()], pollInterval, onError: 'keep' }, world.ports, never),
    ).rejects.toMatchObject({ code: 'script-failed' });
    expect(world.cloud.leftovers).toHaveLength(3);
    expect(world.events).toContainEqual(
      expect.objectContaining({
        code: 'bake-kept',
        login: expect.stringMatching(/^ssh -i \/keys\/bake-\w+\.pem admin@10\.0\.0\.1$/),
      }),
    );
  });

  it('stops and cleans up the others when one of several fails', async () => {
    const world = new World();
    world.behave = (command) => (command.includes('BAD') ? 1 : command.includes('SLOW') ? 'hang' : 0);
    const bad = image('bad', {
      from: { debian: 12 },
      provision: [shell({ inline: ['x'], env: { BAD: '1' } })],
    });
    const slow = image('slow', {
      from: { debian: 12 },
      provision: [shell({ inline: ['x'], env: { SLOW: '1' } })],
    });
    await expect(bake({ recipes: [slow, bad], pollInterval }, world.ports, never)).rejects.toMatchObject({
      code: 'script-failed',
    });
    expect(world.cloud.leftovers).toEqual([]);
    expect(world.openSessions).toBe(0);
  });
});
