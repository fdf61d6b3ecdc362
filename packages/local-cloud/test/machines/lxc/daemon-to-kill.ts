// A daemon for the tests to kill: opens the cloud in DATA_DIR, boots two machines, and waits.
import { answerMetadata } from './metadata-answers.ts';
import { machinesFor, specFor } from './machines-for.ts';

const [dataDir = '', network = ''] = process.argv.slice(2);
const machines = machinesFor(dataDir, network);
await machines.open(new Set());
await machines.prepareBase('debian-12');
await machines.serveMetadata(answerMetadata);
for (const number of [1, 2]) {
  const spec = specFor(network, number, 'debian-12');
  await machines.create(spec);
  await machines.boot(spec.id);
  await machines.applyFirewall([{ address: spec.address, protocol: 'all', sources: ['0.0.0.0/0'] }]);
}
process.stdout.write('ready\n');
setInterval(() => undefined, 60_000);
