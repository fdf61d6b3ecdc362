// Start-up of the command against an empty node process.
import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { imago, run } from './support/cloud.ts';
import { byTurns, row, timed } from './support/measure.ts';

const folder = mkdtempSync('/var/tmp/imago-bench-');
let firstRequest: (() => void) | undefined;
const server = createServer((_, response) => {
  firstRequest?.();
  response.writeHead(403).end();
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const { port } = server.address() as { port: number };
const info = {
  endpoint: `http://127.0.0.1:${port}`,
  region: 'us-east-1',
  accessKeyId: 'A',
  secretAccessKey: 'B',
  pid: process.pid,
  network: '10.0.0.0/16',
};
writeFileSync(join(folder, 'cloud.json'), JSON.stringify(info));
const env = { ...process.env, IMAGO_LOCAL_DIR: folder };

/** From the start of the process to its first request at the cloud. */
async function toFirstRequest(): Promise<number> {
  const started = performance.now();
  const seen = new Promise<number>(
    (resolve) => (firstRequest = () => resolve((performance.now() - started) / 1000)),
  );
  const ended = run(process.execPath, [imago, 'images'], { env }).catch(() => undefined);
  const seconds = await seen;
  await ended;
  return seconds;
}

const { node, help, request } = await byTurns(11, {
  node: () => timed(() => run(process.execPath, ['-e', '0'])),
  help: () => timed(() => run(process.execPath, [imago, '--help'])),
  request: toFirstRequest,
});
server.close();
rmSync(folder, { recursive: true });
row('node -e 0', `${(node * 1000).toFixed(0)} ms`);
row('imago --help', `${(help * 1000).toFixed(0)} ms, ${(help / node).toFixed(2)}x`);
row(
  'imago images, to its first request',
  `${(request * 1000).toFixed(0)} ms, ${(request / node).toFixed(2)}x`,
);
