import { createHash } from 'node:crypto';
import type { CommandTemplate, EnvironmentVariable, Provisioner } from './provisioner.ts';
import type { Recipe } from './recipe.ts';

/** What a recipe is built on: an image by its id, or by the fingerprint of the recipe that it was baked from. */
export type SourceIdentity =
  | { readonly kind: 'image'; readonly id: string }
  | { readonly kind: 'fingerprint'; readonly fingerprint: string };

/** Part of every hash: a change in what goes in must never find images of before. */
const version = 1;

/**
 * Hash of everything that decides what is in the image: the source, the provisioners with the files they use,
 * and the settings that reach the instance. Names, tags, pauses and paths on this machine do not count.
 *
 * `digestOf` gives the content hash of a local file or folder.
 */
export function fingerprint(
  recipe: Recipe,
  source: SourceIdentity,
  digestOf: (path: string) => string,
): string {
  const { builder } = recipe;
  const userData =
    builder.userData?.kind === 'file'
      ? { digest: digestOf(builder.userData.path) }
      : (builder.userData?.text ?? null);
  const parts = {
    version,
    source: source.kind === 'image' ? `image:${source.id}` : `fingerprint:${source.fingerprint}`,
    username: builder.ssh.username ?? null,
    pty: builder.ssh.pty,
    iamInstanceProfile: builder.iamInstanceProfile ?? null,
    userData,
    blockDevices: (builder.launchBlockDevices ?? []).map((device) => sorted(device)),
    provisioners: recipe.provisioners.map((provisioner) => describe(provisioner, digestOf)),
  };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
}

/** Every local file or folder that goes into the image. */
export function localPaths(recipe: Recipe): readonly string[] {
  const paths = recipe.provisioners.flatMap((provisioner) =>
    provisioner.kind === 'file'
      ? provisioner.sources
      : provisioner.scripts.flatMap((script) => (script.kind === 'file' ? [script.path] : [])),
  );
  const { userData } = recipe.builder;
  return userData?.kind === 'file' ? [...paths, userData.path] : paths;
}

function describe(provisioner: Provisioner, digestOf: (path: string) => string): unknown {
  if (provisioner.kind === 'file') {
    return {
      kind: 'file',
      // a folder's name decides where it lands; a trailing slash whether it does
      sources: provisioner.sources.map((path) => ({
        name: /[^/]*\/?$/.exec(path)?.[0] ?? '',
        digest: digestOf(path),
      })),
      destination: provisioner.destination,
    };
  }
  return {
    kind: 'shell',
    scripts: provisioner.scripts.map((script) =>
      script.kind === 'file'
        ? { digest: digestOf(script.path) }
        : { shebang: script.shebang, lines: script.lines },
    ),
    environment: effective(provisioner.environment),
    executeCommand: flatten(provisioner.executeCommand),
    remotePath: provisioner.remotePath ?? null,
    skipClean: provisioner.skipClean,
    binary: provisioner.binary,
    validExitCodes: provisioner.validExitCodes.toSorted((a, b) => a - b),
    expectDisconnect: provisioner.expectDisconnect,
  };
}

/** What the script sees: one value per name, in the order of names. */
function effective(environment: readonly EnvironmentVariable[]): readonly (readonly [string, string])[] {
  const last = new Map(environment.map(({ name, value }) => [name, value]));
  return [...last].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function flatten(template: CommandTemplate): string {
  return JSON.stringify(template);
}

function sorted(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
