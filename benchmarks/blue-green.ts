// A blue/green deploy of three instances under wrk, with kept-alive connections and with a new one per request.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { imago, root, run, startCloud } from './support/cloud.ts';
import { row, timed } from './support/measure.ts';
import { startWrk } from '../scenarios/support/wrk.ts';

const cloud = startCloud('10.235.0.0/16', 4536);
const project = mkdtempSync('/var/tmp/imago-bench-');
cpSync(join(root, 'examples/webapp'), project, { recursive: true });
const call = (...args: string[]): Promise<string> =>
  run(process.execPath, [imago, ...args], { cwd: project, env: cloud.env });

try {
  for (const version of ['1', '2', '3']) await call('bake', '--var', `version=${version}`);
  await call('deploy', 'production', '--var', 'version=1');
  const { url } = JSON.parse(await call('status', 'production', '--json')) as { url: string };
  for (const [version, keepAlive] of [
    ['2', true],
    ['3', false],
  ] as const) {
    const load = startWrk(url, 25, keepAlive);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    let output = '';
    const seconds = await timed(
      async () => (output = await call('deploy', 'production', '--var', `version=${version}`)),
    );
    const { requests, failures } = await load;
    const shifted = /all traffic on it after (\S+)/.exec(output)?.[1] ?? '?';
    row(
      `blue/green of 3 under wrk, 16 connections${keepAlive ? ', keep-alive' : ', a new connection each'}`,
      `all traffic moved after ${shifted}, command ${seconds.toFixed(1)} s, ${failures} of ${requests} requests failed`,
    );
  }
} finally {
  cloud.close();
  rmSync(project, { recursive: true });
}
