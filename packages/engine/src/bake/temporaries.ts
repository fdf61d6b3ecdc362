import type { ProcessIdentity } from '../ports/identity.ts';
import type { Tags } from '../recipes/builder-settings.ts';

/** Tags of Imago's own on everything a bake makes. */
export const bakeTagKeys = {
  fingerprint: 'imago:fingerprint',
  recipe: 'imago:recipe',
  /** Image id of the source. */
  parent: 'imago:parent',
  /** Id of the bake that made it, on images and snapshots that stay. */
  bake: 'imago:bake',
  /** Id of the bake, on what must be gone when it ends. */
  temporary: 'imago:temporary',
  /** The process that bakes, as `host/pid/start/user`. */
  owner: 'imago:owner',
  createdAt: 'imago:created-at',
  /** A temporary that a person wanted to keep. */
  kept: 'imago:kept',
} as const;

/** The tags of what a bake makes for itself. */
export function temporaryTags(bakeId: string, recipe: string, owner: ProcessIdentity, now: Date): Tags {
  return {
    Name: `imago bake ${recipe}`,
    [bakeTagKeys.temporary]: bakeId,
    [bakeTagKeys.recipe]: recipe,
    [bakeTagKeys.owner]: formatOwner(owner),
    [bakeTagKeys.createdAt]: now.toISOString(),
  };
}

/** Writes an owner into a tag. */
export function formatOwner({ host, pid, start, user }: ProcessIdentity): string {
  return `${host}/${pid}/${encodeURIComponent(start).replaceAll('%', '+')}/${user}`;
}

/** Reads an owner from a tag; undefined where the text is none. */
export function parseOwner(text: string): ProcessIdentity | undefined {
  const [host, pid, start, ...user] = text.split('/');
  if (host === undefined || start === undefined || !/^\d+$/.test(pid ?? '')) return undefined;
  return {
    host,
    pid: Number(pid),
    start: decodeURIComponent(start.replaceAll('+', '%')),
    user: user.join('/'),
  };
}
