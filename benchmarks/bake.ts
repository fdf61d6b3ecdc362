// Bake against Debian's Packer 1.6.6: the same template, the same local cloud, by turns.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imago, run, startCloud } from './support/cloud.ts';
import { byTurns, row, timed } from './support/measure.ts';

const rounds = Number(process.env['ROUNDS'] ?? 3);
const cloud = startCloud('10.232.0.0/16', 4532);
const folder = mkdtempSync(join(tmpdir(), 'imago-bench-'));
const templateOf = (scriptSeconds: number): unknown => ({
  builders: [
    {
      type: 'amazon-ebs',
      region: 'us-east-1',
      custom_endpoint_ec2: cloud.endpoint,
      skip_metadata_api_check: true,
      source_ami_filter: {
        filters: { name: 'debian-12-amd64-*' },
        owners: ['136693071363'],
        most_recent: true,
      },
      instance_type: 't3.micro',
      ssh_username: 'admin',
      ami_name: 'bench {{timestamp}} {{uuid}}',
    },
  ],
  provisioners: [{ type: 'shell', inline: [`sleep ${scriptSeconds}`, 'sudo touch /etc/baked'] }],
});
const env = {
  ...cloud.env,
  AWS_POLL_DELAY_SECONDS: '1',
  AWS_MAX_ATTEMPTS: '120',
  CHECKPOINT_DISABLE: '1',
  PACKER_CACHE_DIR: folder,
};
const bake = (...args: string[]): Promise<number> =>
  timed(() =>
    run(process.execPath, [imago, 'bake', '--template', 'template.json', ...args], {
      cwd: folder,
      env: cloud.env,
    }),
  );
const packerBuild = (): Promise<number> =>
  timed(() => run('/usr/bin/packer', ['build', 'template.json'], { cwd: folder, env }));

/** A script that takes next to no time shows what the tools themselves take. */
async function compare(scriptSeconds: number): Promise<void> {
  writeFileSync(join(folder, 'template.json'), JSON.stringify(templateOf(scriptSeconds)));
  await bake('--force');
  const { packer, ours } = await byTurns(rounds, { packer: packerBuild, ours: () => bake('--force') });
  row(`bake, script of ${scriptSeconds} s: Packer 1.6.6, polling every second`, `${packer.toFixed(1)} s`);
  row(
    `bake, script of ${scriptSeconds} s: Imago`,
    `${ours.toFixed(1)} s, ${(packer / ours).toFixed(1)}x faster`,
  );
  row('its overhead over the script', `${(ours - scriptSeconds).toFixed(1)} s`);
}

try {
  await compare(0);
  await compare(2);
  const { unchanged } = await byTurns(rounds, { unchanged: () => bake() });
  row('bake with nothing changed', `${unchanged.toFixed(2)} s`);
} finally {
  cloud.close();
  rmSync(folder, { recursive: true });
}
