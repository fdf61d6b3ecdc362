import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateKeyPairCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ec2Of } from './support/cluster-watch.ts';
import { requireDebianPackages } from './support/debian-packages.ts';
import { type ScenarioCloud, startLocalCloud } from './support/local-cloud.ts';
import { type Result, root, runImago } from './support/run-imago.ts';

/** The example's own tests write and read meanwhile: this takes three minutes, so it is for whoever changes the example. */
const wanted = process.env['IMAGO_POSTGRESQL'] === 'all';

describe.runIf(wanted)('PostgreSQL with a replica', () => {
  let cloud: ScenarioCloud;
  let folder: string;

  beforeAll(async () => {
    requireDebianPackages('postgresql-client');
    cloud = await startLocalCloud('10.230.0.0/16');
    folder = mkdtempSync(join(tmpdir(), 'imago-postgresql-'));
    cpSync(join(root, 'examples/postgresql'), folder, { recursive: true });
    const ec2 = ec2Of(cloud);
    const { KeyMaterial = '' } = await ec2.send(new CreateKeyPairCommand({ KeyName: 'postgresql-example' }));
    ec2.destroy();
    writeFileSync(join(folder, 'key'), KeyMaterial, { mode: 0o600 });
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await cloud.close();
  });

  it('is made, with one that is written to and one that follows', async () => {
    const { stderr } = await passes('deploy', 'db');
    expect(stderr).toContain('0 rows on every member');
    expect(await leader()).toBe('db-1');
  });

  it('comes to a new image, the one that was written to last, and loses no row', async () => {
    const file = join(folder, 'member/postgresql.conf');
    writeFileSync(file, readFileSync(file, 'utf8').replace('max_connections = 100', 'max_connections = 120'));
    const { stderr } = await passes('deploy', 'db');
    const [, acknowledged, there] = /(\d+) writes acknowledged, (\d+) of them there/.exec(stderr) ?? [];
    expect(Number(acknowledged)).toBeGreaterThan(50);
    expect(there).toBe(acknowledged);
    // The last one may have come through though nobody heard that it did.
    const [, rows] = /(\d+) rows on every member/.exec(stderr) ?? [];
    expect(Number(rows) - Number(acknowledged)).toBeOneOf([0, 1]);
    expect(await leader()).toBe('db-2');
  });

  it('is gone when it is destroyed', async () => {
    await passes('destroy', 'db', '--yes', '--delete-data');
  });

  async function passes(...args: readonly string[]): Promise<Result> {
    const result = await runImago(args, { cwd: folder, env: cloud.env });
    expect(result, result.stderr).toMatchObject({ status: 0 });
    return result;
  }

  async function leader(): Promise<string | undefined> {
    const { stdout } = await passes('status', 'db', '--json');
    const { members } = JSON.parse(stdout) as {
      readonly members: readonly { readonly name: string; readonly health?: { readonly role: string } }[];
    };
    return members.find(({ health }) => health?.role === 'leader')?.name;
  }
});
