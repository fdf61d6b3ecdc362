import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloudResources } from './support/cloud-resources.ts';
import { type ScenarioCloud, startLocalCloud } from './support/local-cloud.ts';
import { type Result, root, runImago } from './support/run-imago.ts';

const builder = {
  type: 'amazon-ebs',
  region: 'us-east-1',
  source_ami_filter: { filters: { name: 'debian-12-amd64-*' }, owners: ['136693071363'], most_recent: true },
  instance_type: 't3.micro',
  ssh_username: 'admin',
  ami_name: 'bad {{timestamp}}',
};

let cloud: ScenarioCloud;
let folder: string;
beforeAll(async () => {
  cloud = await startLocalCloud('10.231.0.0/16');
  folder = mkdtempSync(join(tmpdir(), 'imago-bad-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await cloud.close();
});

/** Bakes a template and expects that the cloud holds nothing afterwards that it did not hold before. */
async function bake(template: unknown, ...args: string[]): Promise<Result> {
  const text = typeof template === 'string' ? template : JSON.stringify(template, null, 2);
  writeFileSync(join(folder, 'template.json'), text);
  const before = await cloudResources(cloud);
  const result = await runImago(['bake', '--template', 'template.json', ...args], {
    cwd: folder,
    env: cloud.env,
  });
  expect(await cloudResources(cloud)).toEqual(before);
  return result;
}

describe('a bad template is refused before anything starts', () => {
  it('names line and column of malformed JSON', async () => {
    const result = await bake('{\n  "builders": [\n    { "type": “amazon-ebs" }\n  ]\n}\n');
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('template.json:3:15');
  });

  it('names an unknown field and the nearest that exists', async () => {
    const result = await bake({ builders: [{ ...builder, instance_typ: 't3.small' }] });
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('instance_typ');
    expect(result.stderr).toContain('instance_type');
  });

  it('names what it does not support', async () => {
    const result = await bake({
      builders: [builder],
      provisioners: [{ type: 'chef-solo' }],
      'post-processors': [{ type: 'vagrant' }],
    });
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('chef-solo');
    expect(result.stderr).toContain('post-processors');
  });

  it('names a missing script', async () => {
    const result = await bake({
      builders: [builder],
      provisioners: [{ type: 'shell', script: 'nowhere.sh' }],
    });
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('nowhere.sh');
  });

  it('names a required variable that was not given', async () => {
    const result = await bake({ variables: { version: null }, builders: [builder] });
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('version');
    expect(result.stderr).toContain('--var');
  });

  it('names a source image that does not exist', async () => {
    const { source_ami_filter: _, ...rest } = builder;
    const result = await bake({ builders: [{ ...rest, source_ami: 'ami-22de994a' }] });
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('ami-22de994a');
  });

  it('names a template that is not there', async () => {
    const result = await runImago(['bake', '--template', 'gone.json'], { cwd: folder, env: cloud.env });
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('gone.json');
  });
});

it('shows exit code and last lines of a failing script, and leaves nothing behind', async () => {
  const inline = ['echo about to fail', 'echo the disk is full >&2', 'exit 7'];
  const result = await bake({ builders: [builder], provisioners: [{ type: 'shell', inline }] });
  expect(result.status).toBe(1);
  expect(result.stderr).toMatch(/exit (code|status) 7/);
  expect(result.stderr).toContain('the disk is full');
});

describe('the local cloud says why it does not start', () => {
  it('when the port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const result = await startIn('port', '--port', String(port));
    await new Promise((resolve) => server.close(resolve));
    expect(result.status).toBe(2);
    expect(result.stderr).toContain(`${port}`);
  });

  it('when the network is in use', async () => {
    const result = await startIn('network', '--network', cloud.network);
    expect(result.status).toBe(2);
    expect(result.stderr).toContain(cloud.network);
  });

  it('when the user is not root', async () => {
    const copy = mkdtempSync('/var/tmp/imago-notroot-');
    chmodSync(copy, 0o755);
    cpSync(join(root, 'packages/cli'), join(copy, 'cli'), {
      recursive: true,
      filter: (path) => !path.includes('node_modules'),
    });
    const result = await runImago(['local', 'start', '--data-dir', join(copy, 'data')], {
      uid: 65534,
      cwd: '/',
      command: join(copy, 'cli/bin/imago.js'),
    });
    rmSync(copy, { recursive: true });
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('root');
  });

  async function startIn(name: string, ...args: string[]): Promise<Result> {
    const dataDir = mkdtempSync(`/var/tmp/imago-${name}-`);
    const result = await runImago(['local', 'start', '--data-dir', dataDir, ...args]);
    if (result.status === 0) await runImago(['local', 'stop', '--data-dir', dataDir]);
    rmSync(dataDir, { recursive: true });
    return result;
  }
});

it('tells all five mistakes of a config at once', async () => {
  writeFileSync(
    join(folder, 'imago.config.ts'),
    `import { blueGreen, defineProject, fleet, http, image } from 'imago';
const web = image('web', { from: { debian: 12 } });
export default defineProject({
  name: 'shop',
  environments: {
    production: fleet({
      image: web,
      instanceTyp: 't3.small',
      size: { min: 4, desired: 3, max: 2 },
      loadBalancer: { port: 99999, health: http('healthz') },
      strategy: blueGreen({ minHealthyTime: 'soon' }),
    }),
  },
} as never);
`,
  );
  const result = await runImago(['plan', 'production'], { cwd: folder, env: cloud.env });
  expect(result.status).toBe(2);
  for (const path of [
    'instanceTyp',
    'size',
    'loadBalancer.port',
    'loadBalancer.health',
    'strategy.minHealthyTime',
  ]) {
    expect(result.stderr).toContain(`environments.production.${path}`);
  }
});

it('refuses unknown commands and options with the nearest match', async () => {
  const command = await runImago(['delpoy', 'production']);
  expect(command.status).toBe(2);
  expect(command.stderr).toContain('deploy');
  const option = await runImago(['bake', '--tempalte', 'x.json']);
  expect(option.status).toBe(2);
  expect(option.stderr).toContain('template');
});
