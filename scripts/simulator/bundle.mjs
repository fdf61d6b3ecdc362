import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

/** Bundles the simulator with the engine that lies under `root`; answers where it is, and how to remove it. */
export async function bundleSimulator(root) {
  const folder = await mkdtemp(join(tmpdir(), 'imago-simulator-'));
  const file = join(folder, 'simulator.mjs');
  const engine = join(root, 'packages/engine/src/index.ts');
  const bundle = await rolldown({
    input: join(root, 'packages/testkit/src/index.ts'),
    platform: 'node',
    // The engine of that root, also where its modules are borrowed from elsewhere.
    resolve: { conditionNames: ['source', 'import', 'node'], alias: { '@imago/engine': engine } },
  });
  await bundle.write({ file, format: 'esm' });
  await bundle.close();
  return { url: pathToFileURL(file).href, remove: () => rm(folder, { recursive: true, force: true }) };
}
