// Builds everything: the action index of the local cloud, types and modules (tsc -b), then the bundled command.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderActionIndex } from './action-index.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => `${root}node_modules/.bin/${name}`;

function run(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const { file, text } = renderActionIndex(root);
writeFileSync(file, text);
if (!process.argv.includes('--index-only')) {
  run(bin('tsc'), '-b', ...process.argv.slice(2));
  run(bin('rolldown'), '--config', 'rolldown.config.mjs', '--log-level', 'warn');
}
