import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloudResources } from './support/cloud-resources.ts';
import { type ScenarioCloud, startLocalCloud } from './support/local-cloud.ts';
import { networkResources, recordKeys } from './support/network-resources.ts';
import { runImago, type RunOptions, type Result } from './support/run-imago.ts';
import { runProgram } from './support/run-program.ts';

/** How many rehearsals are killed: a sample in CI, ten with `npm run test:rehearsals`. */
const kills = Number(process.env['IMAGO_REHEARSALS'] ?? 3);
/** Killed at a time: they share two cores with what they start. */
const atOnce = 3;
/** Until when they are killed: in CI before the longest of them would be done. */
const longest = kills > 3 ? 100_000 : 22_000;
const seed = Number(process.env['IMAGO_SEED'] ?? Date.now() % 1_000_000);

const config = `
import { blueGreen, cluster, defineProject, fleet, http, httpGate, memberHttp, oneAtATime, test } from 'imago';

const image = process.env.IMAGE ?? 'ami-00000000';
const instanceType = process.env.TYPE ?? 't3.small';

export default defineProject({
  name: 'rehearsed',
  environments: {
    web: fleet({
      image,
      instanceType,
      userData: '#!/bin/sh\\nmkdir -p /srv\\necho ok > /srv/healthz\\nsystemd-run python3 -m http.server 80 -d /srv',
      size: { min: 1, desired: 1, max: 2 },
      requireRehearsal: process.env.REQUIRE === 'yes',
      // Asked from this machine, which has another address in each network.
      gates: [httpGate({ path: '/healthz', from: 'instances', port: 80 })],
      tests: [
        test({ name: 'smoke', run: 'curl -sf "$IMAGO_URL/healthz"', at: ['before', 'after'] }),
      ],
      loadBalancer: { port: 80, health: http('/healthz', { interval: '5s', timeout: '2s' }), deregistrationDelay: '1s' },
      strategy: blueGreen({ minHealthyTime: '500ms', healthyDeadline: '60s', bakeTime: '1s', keepPrevious: '0s' }),
    }),
    store: cluster({
      image,
      instanceType,
      members: 3,
      volumes: [{ name: 'data', size: 1, device: '/dev/xvdf', mountPoint: '/data', fileSystem: 'ext4' }],
      start: 'echo "$IMAGO_ENVIRONMENT $IMAGO_MEMBER $IMAGO_RELEASE $IMAGO_BOOTSTRAP" >> /data/starts\\nsystemd-run python3 -m http.server 2379 -d /data',
      ports: [2379],
      network: { allowFrom: ['10.226.0.0/16'] },
      health: memberHttp({ path: '/starts', port: 2379, quorum: 'majority', interval: '1s', timeout: '2s' }),
      tests: [
        test({ name: 'data', run: 'for address in $IMAGO_ADDRESSES; do curl -sf "http://$address:2379/starts"; done', at: ['before', 'after'] }),
      ],
      strategy: oneAtATime({ minHealthyTime: '500ms', healthyDeadline: '2m' }),
    }),
  },
});
`;

let cloud: ScenarioCloud;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  cloud = await startLocalCloud('10.226.0.0/16');
  writeFileSync(join(cloud.workDir, 'imago.config.ts'), config);
  const query = 'ec2 describe-images --owners 136693071363 --output text --query Images[0].ImageId';
  const name = ['--filters', 'Name=name,Values=debian-12-amd64-*', '--endpoint-url', cloud.endpoint];
  const told = await runProgram('/usr/bin/aws', [...query.split(' '), ...name], { env: cloud.clientEnv });
  env = { ...cloud.env, IMAGE: told.trim() };
  const deployed = await Promise.all([imago(['deploy', 'web']), imago(['deploy', 'store'])]);
  for (const one of deployed) expect(one, one.stderr).toMatchObject({ status: 0 });
});
afterAll(() => cloud.close());

const imago = (words: readonly string[], options: RunOptions = {}): Promise<Result> =>
  runImago(words, { cwd: cloud.workDir, ...options, env: { ...env, ...options.env } });

/** What is in the cloud, past everything that Imago believes. */
const everything = async (): Promise<object> => ({
  ...(await cloudResources(cloud)),
  ...(await networkResources(cloud)),
});

/** A small deterministic generator, so that a failing run can be repeated with IMAGO_SEED. */
function random(state: { value: number }): number {
  state.value = (Math.imul(state.value, 1_664_525) + 1_013_904_223) >>> 0;
  return state.value / 2 ** 32;
}

/** What is rehearsed is not what is live. */
const upgrade = { TYPE: 't3.medium' } as const;

const rehearsals = [
  ['store', '--upgrade'],
  ['web', '--upgrade'],
  ['store', '--create'],
  ['web', '--create'],
] as const;

/** Kills so many rehearsals at moments that the seed tells; answers what became of them. */
async function killSome(): Promise<readonly string[]> {
  const chance = { value: seed };
  const story: string[] = [];
  const left = Array.from({ length: kills }, (_, index) => ({
    words: rehearsals[index % rehearsals.length] ?? rehearsals[0],
    afterMs: Math.round(500 + random(chance) * longest),
  }));
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const { words, afterMs } = next;
      const interrupt = { signal: 'SIGKILL', afterMs } as const;
      const { status, stderr } = await imago(['rehearse', ...words], { env: upgrade, interrupt });
      const last = stderr.trim().split('\n').at(-1) ?? '';
      story.push(`${words.join(' ')} killed after ${afterMs} ms: ${status}, ${last}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return story;
}

it(
  'leaves nothing of rehearsals that were killed or interrupted, and deploys only what was rehearsed as it is',
  { timeout: 1_800_000 },
  async () => {
    const before = await everything();
    const refused = await imago(['deploy', 'web'], { env: { ...upgrade, REQUIRE: 'yes' } });
    expect(refused, refused.stderr).toMatchObject({ status: 2 });
    expect(refused.stderr).toContain('imago rehearse web --upgrade');

    const interrupt = { signal: 'SIGINT', afterMs: 6_000 } as const;
    const [passed, stopped, story] = await Promise.all([
      imago(['rehearse', 'web', '--upgrade'], { env: upgrade }),
      imago(['rehearse', 'store', '--create'], { interrupt }),
      killSome(),
    ]);
    expect(passed, passed.stderr).toMatchObject({ status: 0 });
    expect(stopped, stopped.stderr).toMatchObject({ status: 130 });

    const next = await imago(['deploy', 'web']);
    expect(next, next.stderr).toMatchObject({ status: 0 });
    const told = [`seed ${seed}`, ...story, next.stderr].join('\n');
    expect(await everything(), told).toEqual(before);
    const records = await recordKeys(cloud, 'rehearsed');
    expect(
      records.filter((key) => /\/test-[0-9a-f]{8}\//.test(key)),
      told,
    ).toEqual([]);
    if (kills > 3) console.log(told);

    const deployed = await imago(['deploy', 'web'], { env: { ...upgrade, REQUIRE: 'yes' } });
    expect(deployed, deployed.stderr).toMatchObject({ status: 0 });
  },
);
