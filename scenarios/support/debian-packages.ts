import { spawnSync } from 'node:child_process';

/**
 * Installs the Debian packages that a scenario needs and this machine lacks.
 *
 * @throws with the command to run, when it may not install or the installation fails.
 */
export function requireDebianPackages(...names: readonly string[]): void {
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const command = `apt-get install --yes --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) throw new Error(`missing Debian packages: run as root: ${command}`);
  for (const step of ['apt-get update', command]) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    // Scenarios run side by side, and apt-get does not wait for another one.
    const args = ['/run/lock/imago-apt-get', ...step.split(' ')];
    const { status, stderr, error } = spawnSync('flock', args, { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`"${step}" failed:\n${error?.message ?? stderr}`);
  }
}

function isInstalled(name: string): boolean {
  const { stdout } = spawnSync('dpkg-query', ['--show', '--showformat=${Status}', name], {
    encoding: 'utf8',
  });
  return stdout === 'install ok installed';
}
