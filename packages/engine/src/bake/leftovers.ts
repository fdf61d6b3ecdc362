import type { Duration } from '../model/duration.ts';
import { hours, milliseconds, minutes } from '../model/duration.ts';
import type { Clock } from '../ports/clock.ts';
import type { Identity } from '../ports/identity.ts';
import type { ImageCloud, TaggedResource } from '../ports/image-cloud.ts';
import type { BakePorts } from './bake-request.ts';
import { removeTemporaries } from './temporary-resources.ts';
import type { TemporaryResources } from './temporary-resources.ts';
import { parseOwner, bakeTagKeys } from './temporaries.ts';
import { withTimeLimit } from './wait-until.ts';

/** What one bake left behind whose process is gone. */
export interface Leftover {
  readonly bakeId: string;
  readonly recipe: string;
  /** As written in the tag. */
  readonly owner: string;
  readonly resources: readonly TaggedResource[];
}

/** How long a bake on another machine, which we cannot look at, is taken for alive. */
const lease: Duration = hours(12);

/** Finds temporary instances, keys and groups of bakes that were killed. What a person kept is no leftover. */
export async function findLeftovers(
  {
    cloud,
    identity,
    clock,
  }: { readonly cloud: ImageCloud; readonly identity: Identity; readonly clock: Clock },
  signal: AbortSignal,
): Promise<readonly Leftover[]> {
  const byBake = new Map<string, TaggedResource[]>();
  for (const resource of await cloud.findTagged({ key: bakeTagKeys.temporary }, signal)) {
    const bakeId = resource.tags[bakeTagKeys.temporary] ?? '';
    byBake.set(bakeId, [...(byBake.get(bakeId) ?? []), resource]);
  }
  const leftovers: Leftover[] = [];
  for (const [bakeId, resources] of byBake) {
    if (resources.some(({ tags }) => tags[bakeTagKeys.kept] !== undefined)) continue;
    const tags = resources[0]?.tags ?? {};
    if (!(await isAbandoned(tags, identity, clock))) continue;
    leftovers.push({
      bakeId,
      recipe: tags[bakeTagKeys.recipe] ?? '',
      owner: tags[bakeTagKeys.owner] ?? 'unknown',
      resources,
    });
  }
  return leftovers;
}

/** Deletes what killed bakes left behind, tells each with an event, and answers what was found. */
export async function cleanLeftovers(
  ports: BakePorts,
  signal: AbortSignal,
  { pollInterval = milliseconds(250), timeout = minutes(5) }: LeftoverLimits = {},
): Promise<readonly Leftover[]> {
  const leftovers = await findLeftovers(ports, signal);
  await Promise.all(
    leftovers.map((leftover) => cleanOne(leftover, ports, { pollInterval, timeout }, signal)),
  );
  return leftovers;
}

export interface LeftoverLimits {
  readonly pollInterval?: Duration;
  readonly timeout?: Duration;
}

async function cleanOne(
  { bakeId, recipe, owner, resources }: Leftover,
  ports: BakePorts,
  { pollInterval, timeout }: Required<LeftoverLimits>,
  signal: AbortSignal,
): Promise<void> {
  const failures = await withTimeLimit(
    (limited) =>
      removeTemporaries(toTemporaries({ bakeId, recipe, resources }), ports, {
        pollInterval,
        timeout,
        signal: limited,
      }),
    { clock: ports.clock, timeout, signal, onTimeout: () => new Error('the clean-up took too long') },
  );
  for (const { kind, id } of resources) {
    const resource = `${kind.replace('-', ' ')} ${id}`;
    const failure = failures.find((failed) => failed.resource === resource);
    ports.emit({
      code: 'bake-leftover',
      resource,
      owner,
      removed: failure === undefined,
      ...(failure === undefined ? {} : { message: failure.message }),
    });
  }
}

/** The resources of one bake by their kind; there is one of each. */
export function toTemporaries({ bakeId, recipe, resources }: Omit<Leftover, 'owner'>): TemporaryResources {
  const idOf = (kind: TaggedResource['kind']): string | undefined =>
    resources.find((found) => found.kind === kind)?.id;
  const [keyName, groupId, instanceId] = [idOf('key-pair'), idOf('security-group'), idOf('instance')];
  return {
    bakeId,
    recipe,
    ...(keyName === undefined ? {} : { keyName }),
    ...(groupId === undefined ? {} : { groupId }),
    ...(instanceId === undefined ? {} : { instanceId }),
  };
}

async function isAbandoned(tags: TaggedResource['tags'], identity: Identity, clock: Clock): Promise<boolean> {
  const owner = parseOwner(tags[bakeTagKeys.owner] ?? '');
  if (owner !== undefined && (await identity.isDead(owner))) return true;
  if (owner !== undefined && owner.host === identity.self.host) return false;
  const createdAt = Date.parse(tags[bakeTagKeys.createdAt] ?? '');
  return clock.now().getTime() - createdAt > lease.milliseconds;
}
