// Bake against Debian's Packer 1.6.6: the same template, the same local cloud, by turns.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imago, run, startCloud } from './support/cloud.ts';
import { byTurns, row, timed } from './support/measure.ts';

const scriptSeconds = 2;
const rounds = Number(process.env['ROUNDS'] ?? 3);
const cloud = startCloud('10.232.0.0/16', 4532);
const folder = mkdtempSync(join(tmpdir(), 'imago-bench-'));
const template = {
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
};
writeFileSync(join(folder, 'template.json'), JSON.stringify(template));
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
try {
  await bake('--force'); // the first bake waits for the base image to be made
  const { packer, ours } = await byTurns(rounds, {
    packer: () => timed(() => run('/usr/bin/packer', ['build', 'template.json'], { cwd: folder, env })),
    ours: () => bake('--force'),
  });
  const { unchanged } = await byTurns(rounds, { unchanged: () => bake() });
  row(`bake, script of ${scriptSeconds} s: Packer 1.6.6, polling 1 s`, `${packer.toFixed(1)} s`);
  row(`bake, script of ${scriptSeconds} s: Imago`, `${ours.toFixed(1)} s`);
  row('ratio', `${(packer / ours).toFixed(1)}x`);
  row('overhead over the script', `${(ours - scriptSeconds).toFixed(1)} s`);
  row('nothing changed', `${unchanged.toFixed(2)} s`);
} finally {
  cloud.close();
  rmSync(folder, { recursive: true });
}
