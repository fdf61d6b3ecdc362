import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ScenarioCloud, startLocalCloud } from './support/local-cloud.ts';
import { fleetFacts, writeRolloutProject } from './support/rollout-project.ts';
import { type Result, runImago } from './support/run-imago.ts';
import { startSteadyLoad } from './support/steady-load.ts';

const environments = ['north', 'south'] as const;
type Environment = (typeof environments)[number];

let cloud: ScenarioCloud;
let folder: string;
let urls: readonly string[];

const imago = (args: readonly string[], strategy = 'blue-green'): Promise<Result> =>
  runImago(args, { cwd: folder, env: { ...cloud.env, STRATEGY: strategy } });

async function succeed(args: readonly string[], strategy?: string): Promise<string> {
  const result = await imago(args, strategy);
  expect(result, result.stderr).toMatchObject({ status: 0 });
  return result.stdout;
}

const deploy = (environment: Environment, version: number, strategy?: string): Promise<string> =>
  succeed(['deploy', environment, '--var', `version=${version}`], strategy);

async function urlOf(environment: Environment): Promise<string> {
  const status = await succeed(['status', environment, '--json']);
  return (JSON.parse(status) as { readonly url: string }).url;
}

beforeAll(async () => {
  cloud = await startLocalCloud('10.234.0.0/16');
  folder = mkdtempSync(join(tmpdir(), 'imago-faults-'));
  writeRolloutProject(folder, { drain: '1s', environments });
  for (const version of [2, 1]) await succeed(['bake', '--var', `version=${version}`]);
  await Promise.all(environments.map((environment) => deploy(environment, 1)));
  urls = await Promise.all(environments.map(urlOf));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await cloud.close();
});

it.each([
  { north: 'blue-green', south: 'canary', version: 2 },
  { north: 'rolling', south: 'instance-refresh', version: 1 },
])(
  '$north beside $south, throttled, with answers lost and looks that are behind, fail no request',
  async ({ version, ...strategies }) => {
    const faults = ['--throttle', '10%', '--error', '5%', '--stale', '5s'];
    await succeed(['local', 'faults', 'set', '*', ...faults]);
    const loads = urls.map((url) => startSteadyLoad(url, 50));
    const deployed = await Promise.allSettled(
      environments.map((environment) => deploy(environment, version, strategies[environment])),
    );
    const told = await succeed(['local', 'faults', 'list']);
    await succeed(['local', 'faults', 'clear']);
    for (const load of loads) {
      const { requests, failures, detail } = await load.stop();
      expect(requests).toBeGreaterThan(100);
      expect(failures, `${detail}\n${told}`).toBe(0);
    }
    expect(deployed).toMatchObject(environments.map(() => ({ status: 'fulfilled' })));
    // Each kind of fault has come to pass.
    expect(told).toMatch(/[1-9]\d* throttled/);
    expect(told).toMatch(/[1-9]\d* failed/);
    expect(told).toMatch(/[1-9]\d* stale/);

    const answers = await Promise.all(urls.map(async (url) => (await fetch(url)).text()));
    for (const answer of answers) expect(answer).toContain(`version ${version} `);
    const { groups } = await fleetFacts(cloud);
    const standing = groups.filter(({ sizes: [, desired] }) => desired !== 0);
    expect(standing).toEqual(environments.map(() => ({ sizes: [2, 3, 6], suspended: [], healthy: 3 })));
  },
);
