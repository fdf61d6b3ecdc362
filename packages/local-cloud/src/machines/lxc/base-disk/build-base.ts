import { randomBytes } from 'node:crypto';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../../run.ts';
import type { BasePlan } from './base-plan.ts';

/**
 * Makes a base disk at `target` unless it is there. Whoever comes first builds, in this process or another:
 * the rest wait for the lock and find the disk. It appears at once and complete, by a rename.
 */
export async function buildBase(plan: BasePlan, target: string, signal: AbortSignal): Promise<void> {
  const cache = dirname(target);
  // The number of this process tells a builder that waits from one that died.
  const work = join(cache, 'building', `${process.pid}-${randomBytes(4).toString('hex')}`);
  await mkdir(work, { recursive: true });
  try {
    await writeInputs(plan, work);
    await run(
      'flock',
      [
        join(cache, 'building.lock'),
        'sh',
        '-c',
        buildScript,
        'imago-base',
        target,
        work,
        ...mmdebstrap(plan, work),
      ],
      {
        signal,
        group: true,
        env: { SOURCE_DATE_EPOCH: '', TMPDIR: work },
      },
    );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function writeInputs(plan: BasePlan, work: string): Promise<void> {
  for (const { path, content, executable } of plan.files) {
    const file = join(work, 'files', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    await chmod(file, executable === true ? 0o755 : 0o644);
  }
  await writeFile(join(work, 'finish.sh'), plan.finish);
  if (plan.sources !== undefined) await writeFile(join(work, 'debian.sources'), plan.sources);
}

function mmdebstrap(plan: BasePlan, work: string): readonly string[] {
  // What nobody reads on a throw-away machine is left out while the disk is made; later packages come whole.
  const left = ['man', 'doc', 'locale', 'info'].map((part) => `--dpkgopt=path-exclude=/usr/share/${part}/*`);
  return [
    'mmdebstrap',
    '--mode=root',
    '--variant=minbase',
    '--components=main',
    `--include=${plan.packages.join(',')}`,
    '--aptopt=APT::Install-Recommends "false"',
    ...left,
    '--dpkgopt=force-unsafe-io',
    `--customize-hook=cp -R --preserve=mode ${work}/files/. "$1"`,
    `--customize-hook=sh ${work}/finish.sh "$1"`,
    plan.suite,
    join(work, 'root'),
    ...(plan.sources === undefined ? [] : [join(work, 'debian.sources')]),
  ];
}

/**
 * `$1`: the disk to make, `$2`: the directory of this build, the rest: the command. Runs under the lock, so what
 * else lies in `building` is from builders that wait (their process lives) or died. The private mount name space
 * takes the mounts of a build that is killed with it.
 */
const buildScript = `set -eu
target=$1 work=$2
shift 2
[ ! -e "$target" ] || exit 0
for left in "$(dirname "$work")"/*; do
  builder=$(basename "$left")
  [ -d "/proc/\${builder%%-*}" ] || rm -rf --one-file-system "$left"
done
unshare --mount --propagation private "$@"
mv "$work/root" "$target"
`;
