// What a fresh clone lacks: npm packages, the build, Debian packages. Each step is skipped when nothing is missing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const imago = join(root, 'packages/cli/bin/imago.js');

/** Installs npm packages, builds, and installs Debian packages; ends the process with a clear word where it cannot. */
export function prepare({ rebuild = false, quiet = false } = {}) {
  if (process.platform !== 'linux') give('Imago’s local cloud needs Linux: run this on Debian or Ubuntu');
  if (process.getuid() !== 0) give('this needs root (namespaces, mounts, apt-get): run it with sudo');
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!isNewer(installed, [join(root, 'package-lock.json')]))
    step('npm packages', 'npm', ['ci', '--no-audit', '--no-fund'], quiet);
  const sources = ['packages', 'scripts', 'package-lock.json', 'rolldown.config.mjs', 'tsconfig.base.json'];
  const bundle = join(root, 'packages/cli/bundle/imago.js');
  if (
    rebuild ||
    !isNewer(
      bundle,
      sources.map((path) => join(root, path)),
    )
  ) {
    step('build', process.execPath, [join(root, 'scripts/build.mjs')], quiet);
  }
  if (spawnSync(process.execPath, [imago, 'doctor', '--quiet'], { stdio: 'ignore' }).status !== 0) {
    step('Debian packages', process.execPath, [imago, 'doctor', '--fix'], quiet);
  }
}

/** Makes the base image where it is not cached yet, which takes longer than a test may: a local cloud starts and stops. */
export function prepareBaseImage() {
  const data = mkdtempSync('/var/tmp/imago-base-');
  const local = (command, ...args) => [imago, 'local', command, '--data-dir', data, ...args];
  step('base image', process.execPath, local('start', '--port', '4512', '--network', '10.212.0.0/16'));
  step('stop', process.execPath, local('stop'));
  rmSync(data, { recursive: true });
}

/** Installs Debian packages that are missing: clients and load generators of tests and benchmarks. */
export function installPackages(...names) {
  const query = spawnSync(
    'dpkg-query',
    ['--show', '--showformat=${Package} ${db:Status-Status}\n', ...names],
    { encoding: 'utf8' },
  );
  const missing = names.filter((name) => !query.stdout.includes(`${name} installed\n`));
  if (missing.length === 0) return;
  process.env.DEBIAN_FRONTEND = 'noninteractive';
  step('apt-get update', 'apt-get', ['update', '-qq']);
  step(missing.join(' '), 'apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing]);
}

/** Runs one step of the set-up and ends the process when it fails. */
function step(title, command, args, quiet) {
  console.error(`set-up: ${title}`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', quiet ? 'ignore' : 2, 2],
  });
  if (status !== 0) give(`set-up failed at: ${title}${error ? ` (${error.message})` : ''}`);
}

function give(message) {
  console.error(message);
  process.exit(1);
}

/** Whether the file exists and nothing below the paths is younger. */
function isNewer(file, paths) {
  return existsSync(file) && newest(paths) <= statSync(file).mtimeMs;
}

function newest(paths) {
  let latest = 0;
  for (const path of paths) {
    const facts = statSync(path);
    if (!facts.isDirectory()) latest = Math.max(latest, facts.mtimeMs);
    else {
      const below = readdirSync(path).filter(
        (name) => !/^(node_modules|dist|bundle|test)$|\.generated\.ts$/.test(name),
      );
      latest = Math.max(latest, newest(below.map((name) => join(path, name))));
    }
  }
  return latest;
}
