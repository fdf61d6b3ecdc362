import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The variables of all sessions, beside which an image may have its own. */
export const ENVIRONMENT = 'etc/environment';
const BEGIN = '# begin imago-cloud: of the cloud that this machine is in, never of its image';
const END = '# end imago-cloud';

/** What of a machine's files only tells where it is, besides its lines in `/etc/environment`. */
export const GUEST_ENVIRONMENT_PATHS: readonly string[] = [
  'etc/imago-cloud',
  'etc/systemd/system.conf.d/imago-cloud.conf',
  'etc/sudoers.d/imago-cloud',
];

/**
 * Makes variables known to a new machine's services (systemd-system.conf(5)), sessions (pam_env(8)) and to what
 * sudo(8) runs. `lower` are the roots below the machine's own, the top one first.
 */
export async function writeGuestEnvironment(
  upper: string,
  lower: readonly string[],
  variables: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Promise<void> {
  const names = Object.keys(variables);
  if (names.length === 0) return;
  const lines = names.map((name) => `${name}="${variables[name]}"`);
  const manager = `[Manager]\n${lines.map((line) => `DefaultEnvironment=${line}\n`).join('')}`;
  await write(upper, 'etc/systemd/system.conf.d/imago-cloud.conf', manager);
  await write(upper, 'etc/sudoers.d/imago-cloud', `Defaults env_keep += "${names.join(' ')}"\n`, 0o440);
  for (const [path, content] of Object.entries(files)) await write(upper, `etc/imago-cloud/${path}`, content);
  const image = lower.map((root) => join(root, ENVIRONMENT)).find((file) => existsSync(file));
  const kept = image === undefined ? '' : withoutBlock(await readFile(image, 'utf8'));
  await write(upper, ENVIRONMENT, `${endLine(kept)}${BEGIN}\n${lines.join('\n')}\n${END}\n`);
}

/** Takes the variables out of a root that becomes a disk; what its owner put beside them stays. */
export async function stripGuestEnvironment(root: string): Promise<void> {
  for (const path of GUEST_ENVIRONMENT_PATHS) await rm(join(root, path), { recursive: true, force: true });
  const file = join(root, ENVIRONMENT);
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text.includes(BEGIN)) await writeFile(file, withoutBlock(text));
}

function withoutBlock(text: string): string {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END, begin);
  if (begin === -1 || end === -1) return text;
  return text.slice(0, begin) + text.slice(end + END.length).replace(/^\n/, '');
}

function endLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

async function write(root: string, path: string, content: string, mode = 0o644): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content, { mode });
}
