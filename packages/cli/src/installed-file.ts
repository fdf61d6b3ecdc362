import { realpathSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Path of a file of the installed package, such as `bundle/index.js`; found from `bin/imago.js`, which was started. */
export function installedFile(path: string): string {
  return fileURLToPath(new URL(`../${path}`, pathToFileURL(realpathSync(process.argv[1] ?? ''))));
}
