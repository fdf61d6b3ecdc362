import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloudResources } from './support/cloud-resources.ts';
import { startConsulLoad } from './support/consul-load.ts';
import { type ScenarioCloud, startLocalCloud } from './support/local-cloud.ts';
import { type Result, root, runImago } from './support/run-imago.ts';

/** An upgrade takes about two minutes, and its rehearsal one and a half times as long. */
const everything = process.env['IMAGO_CONSUL'] === 'all';

let cloud: ScenarioCloud;
let folder: string;

beforeAll(async () => {
  cloud = await startLocalCloud('10.228.0.0/16');
  folder = mkdtempSync(join(tmpdir(), 'imago-consul-'));
  cpSync(join(root, 'examples/consul'), folder, { recursive: true });
  edit('imago.config.ts', /(minHealthyTime|bakeTime): '5s'/g, "$1: '1s'");
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await cloud.close();
});

it('is rehearsed, and leaves nothing but its image', async () => {
  const before = await cloudResources(cloud);
  await passes('rehearse', 'store', '--create');
  expect(await cloudResources(cloud)).toEqual(butImages(before));
});

it('is made', async () => {
  await passes('deploy', 'store');
  expect(await connections()).toEqual([200, 200, 200]);
  edit('member/server.hcl', /(http_max_conns_per_client) = 200/, '$1 = 300');
});

it.runIf(everything)('has its upgrade rehearsed on copies of its data', async () => {
  const before = await cloudResources(cloud);
  const { stderr } = await passes('rehearse', 'store', '--upgrade');
  expect(stderr).toContain('keep-writing (during) passed');
  expect(await cloudResources(cloud)).toEqual(butImages(before));
});

it('brings three servers to a new image and loses no write', async () => {
  const load = startConsulLoad(folder, (await members()).join(' '));
  const upgraded = await imago('deploy', 'store');
  const { writes, reads, longestPause, leaders, ...wrong } = await load.stop();
  expect(upgraded, upgraded.stderr).toMatchObject({ status: 0 });
  expect(await connections()).toEqual([300, 300, 300]);
  expect(wrong).toEqual({ lost: [], failures: [] });
  expect(Math.min(writes, reads)).toBeGreaterThan(100);
  // One change is ours: the leader goes, and last. A server that comes back may call for another election.
  expect(leaders.length, leaders.join(', ')).toBeLessThanOrEqual(3);
  expect(longestPause).toBeLessThan(20_000);
  // The example's own tests have run, too.
  for (const word of ['write (before) passed: 100 keys', 'keep-writing (during) passed', 'all of 100 keys']) {
    expect(upgraded.stderr).toContain(word);
  }
});

it('leaves volumes and snapshots when it is destroyed, and nothing else', async () => {
  await passes('destroy', 'store', '--yes');
  const left = await cloudResources(cloud);
  expect(left).toMatchObject({ instances: [], launchTemplates: [] });
  expect(left['volumes']).toHaveLength(3);
});

/** The same, with the image that was baked meanwhile. */
const butImages = (resources: object): object => ({
  ...resources,
  images: expect.anything(),
  snapshots: expect.anything(),
});

/** Runs a command that must succeed. */
async function passes(...args: readonly string[]): Promise<Result> {
  const result = await imago(...args);
  expect(result, result.stderr).toMatchObject({ status: 0 });
  return result;
}

const imago = (...args: readonly string[]): Promise<Result> =>
  runImago(args, { cwd: folder, env: cloud.env });

function edit(name: string, from: RegExp, to: string): void {
  const file = join(folder, name);
  const before = readFileSync(file, 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(file, after);
}

/** `store-1=10.0.0.4`, … */
async function members(): Promise<readonly string[]> {
  const { stdout } = await imago('status', 'store', '--json');
  const { members } = JSON.parse(stdout) as {
    readonly members: readonly { readonly name: string; readonly address: string }[];
  };
  return members.map(({ name, address }) => `${name}=${address}`);
}

/** What the image's new setting is on each server, as it runs. */
async function connections(): Promise<readonly unknown[]> {
  const addresses = (await members()).map((member) => member.split('=')[1]);
  return Promise.all(
    addresses.map(async (address) => {
      const answer = await fetch(`http://${address}:8500/v1/agent/self`);
      const { DebugConfig } = (await answer.json()) as {
        readonly DebugConfig: Readonly<Record<string, unknown>>;
      };
      return DebugConfig['HTTPMaxConnsPerClient'];
    }),
  );
}
