import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { leftovers, takeHostSnapshot } from './support/host-snapshot.ts';
import { root } from './support/run-imago.ts';

it('the demo bakes, deploys, replaces, refuses and rolls back with no failed request, and leaves the host clean', () => {
  const before = takeHostSnapshot();
  const { status, stdout, stderr } = spawnSync('npm', ['run', 'demo'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 280_000,
  });
  expect(status, `${stdout}\n${stderr}`).toBe(0);
  expect(stdout).toMatch(/\b0 of [1-9]\d{2,} requests failed/);
  expect(stdout).toMatch(/r3 was refused|refused/);
  expect(leftovers(before, { dataDir: '/var/lib/imago-demo', network: '10.214.0.0/16' })).toEqual([]);
});
