import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireDebianPackages } from './support/debian-packages.ts';
import { type ScenarioCloud, startLocalCloud } from './support/local-cloud.ts';
import { strategies, writeRolloutProject } from './support/rollout-project.ts';
import { type Result, runImago } from './support/run-imago.ts';
import { startSlowRequests } from './support/slow-requests.ts';
import { startWrk } from './support/wrk.ts';

let cloud: ScenarioCloud;
let folder: string;
let url: string;
let version = 1;

const imago = (args: readonly string[], strategy = 'blue-green'): Promise<Result> =>
  runImago(args, { cwd: folder, env: { ...cloud.env, STRATEGY: strategy } });

beforeAll(async () => {
  requireDebianPackages('wrk');
  cloud = await startLocalCloud('10.237.0.0/16');
  folder = mkdtempSync(join(tmpdir(), 'imago-load-'));
  writeRolloutProject(folder, { drain: '30s' });
  const first = await imago(['deploy', 'production', '--var', 'version=1']);
  expect(first, first.stderr).toMatchObject({ status: 0 });
  const { stdout } = await imago(['status', 'production', '--json']);
  url = (JSON.parse(stdout) as { readonly url: string }).url.replace(/\/$/, '');
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await cloud.close();
});

describe.each(Object.keys(strategies))('%s under load', (strategy) => {
  it('fails no request: kept-alive, on new connections, or lasting 20 s', async () => {
    version += 1;
    const baked = await imago(['bake', '--var', `version=${version}`]);
    expect(baked, baked.stderr).toMatchObject({ status: 0 });
    // Requests that begin before the rollout and outlive the instances that they began on.
    const slow = startSlowRequests(url, 20);
    const loads = [startWrk(url, 30, true), startWrk(url, 30, false)];
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const deployed = await imago(['deploy', 'production', '--var', `version=${version}`], strategy);
    expect(deployed, deployed.stderr).toMatchObject({ status: 0 });
    const totals = [...(await Promise.all(loads)), await slow.stop()];
    for (const { requests, failures, detail } of totals) {
      expect(requests).toBeGreaterThan(10);
      expect(failures, `${detail}\n${deployed.stderr}`).toBe(0);
    }
    const answer = await fetch(url);
    expect(await answer.text()).toContain(`version ${version} `);
  });
});
