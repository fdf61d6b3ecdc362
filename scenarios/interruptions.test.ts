import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloudResources } from './support/cloud-resources.ts';
import { type ScenarioCloud, startLocalCloud } from './support/local-cloud.ts';
import { type Result, runImago } from './support/run-imago.ts';

/** How many commands are interrupted: a sample in CI, 50 with `npm run test:interruptions`. */
const rounds = Number(process.env['IMAGO_INTERRUPTIONS'] ?? 6);
const seed = Number(process.env['IMAGO_SEED'] ?? Date.now() % 1_000_000);

const config = `
import { blueGreen, defineProject, fleet, http, image, shell } from 'imago';

const web = image('web', {
  from: { debian: 12 },
  provision: [
    shell({
      inline: [
        'printf "%s" "' + process.env.VERSION + '" | sudo tee /srv/version',
        'printf "[Service]\\nExecStart=/usr/bin/python3 -m http.server 80 --directory /srv\\n[Install]\\nWantedBy=multi-user.target\\n" | sudo tee /etc/systemd/system/web.service',
        'sudo systemctl enable web',
      ],
    }),
  ],
});

export default defineProject({
  name: 'interrupted',
  environments: {
    production: fleet({
      image: web,
      size: { min: 1, desired: 2, max: 4 },
      loadBalancer: { port: 80, health: http('/version', { interval: '5s', timeout: '2s' }), deregistrationDelay: '1s' },
      strategy: blueGreen({ minHealthyTime: '500ms', healthyDeadline: '30s', bakeTime: '1s', keepPrevious: '0s' }),
    }),
  },
});
`;

let cloud: ScenarioCloud;
let folder: string;
beforeAll(async () => {
  cloud = await startLocalCloud('10.236.0.0/16');
  folder = mkdtempSync(join(tmpdir(), 'imago-interrupted-'));
  writeFileSync(join(folder, 'imago.config.ts'), config);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await cloud.close();
});

/** A small deterministic generator, so that a failing run can be repeated with IMAGO_SEED. */
function random(state: { value: number }): number {
  state.value = (Math.imul(state.value, 1_664_525) + 1_013_904_223) >>> 0;
  return state.value / 2 ** 32;
}

const imago = (
  version: number,
  args: readonly string[],
  interrupt?: { signal: NodeJS.Signals; afterMs: number },
): Promise<Result> =>
  runImago(args, {
    cwd: folder,
    env: { ...cloud.env, VERSION: String(version) },
    ...(interrupt && { interrupt }),
  });

/** What may exist between two commands: temporaries never, and of the environment at most one complete side. */
async function expectTidy(told: string): Promise<void> {
  const {
    instances = [],
    keyPairs,
    volumes = [],
    securityGroups = [],
    scalingGroups = [],
    ...rest
  } = await cloudResources(cloud);
  const sides = scalingGroups.length;
  expect(keyPairs, told).toEqual([]);
  expect(sides, told).toBeLessThanOrEqual(1);
  expect(rest['launchTemplates'], told).toHaveLength(sides);
  expect(rest['targetGroups'], told).toHaveLength(sides);
  expect(rest['loadBalancers'], told).toHaveLength(sides);
  expect(instances, told).toHaveLength(sides * 2);
  expect(volumes, told).toHaveLength(sides * 2);
  expect(securityGroups, told).toHaveLength(1 + sides * 2);
  expect(rest['images'], told).toHaveLength(rest['snapshots']?.length ?? -1);
}

it(
  `${rounds} bakes and deploys interrupted at random moments leave nothing behind (seed ${seed})`,
  async () => {
    const state = { value: seed };
    const uninterrupted = await imago(0, ['bake', '--force']);
    expect(uninterrupted, uninterrupted.stderr).toMatchObject({ status: 0 });
    for (let round = 1; round <= rounds; round += 1) {
      const signal = (['SIGINT', 'SIGTERM', 'SIGKILL'] as const)[Math.floor(random(state) * 3)] ?? 'SIGINT';
      const [args, longest] =
        random(state) < 0.4 ? [['bake', '--force'], 3000] : [['deploy', 'production'], 9000];
      const afterMs = Math.round(random(state) * longest);
      const result = await imago(round, args, { signal, afterMs });
      const told = `round ${round}: ${args.join(' ')}, ${signal} after ${afterMs} ms, status ${result.status}\n${result.stderr}`;
      if (signal === 'SIGKILL') {
        const next = await imago(round, ['deploy', 'production']);
        expect(next.status, `${told}\nnext command:\n${next.stderr}`).toBe(0);
        await expectTidy(`${told}\nnext command:\n${next.stderr}`);
      } else {
        // 128: on a busy machine a signal may come before there is anything to clean up after.
        expect([0, 130, ...(afterMs < 1000 ? [128] : [])], told).toContain(result.status);
        await expectTidy(told);
      }
    }
    const destroyed = await imago(0, ['destroy', 'production', '--yes']);
    expect(destroyed.status, destroyed.stderr).toBe(0);
    expect((await cloudResources(cloud))['instances']).toEqual([]);
  },
  60_000 + rounds * 40_000,
);
