import { CloudError } from '../../src/errors/cloud-error.ts';
import type { ImageCloud, ImageFacts, InstanceFacts, TaggedResource } from '../../src/ports/image-cloud.ts';
import type { Tags } from '../../src/recipes/builder-settings.ts';

interface FakeInstance {
  facts: InstanceFacts;
  readonly tags: Tags;
  readonly groups: readonly string[];
}

/** EC2 in memory, as far as baking sees it. States take one look to move, and a group cannot go before its instance. */
export class FakeImageCloud {
  readonly images = new Map<string, ImageFacts>();
  readonly keyPairs = new Map<string, Tags>();
  readonly groups = new Map<string, Tags>();
  readonly instances = new Map<string, FakeInstance>();
  readonly snapshots = new Map<string, Tags>();
  readonly calls: string[] = [];
  /** Called before every call takes effect; may throw. */
  before: (call: string, number: number) => void = () => undefined;
  /** Called when a call has taken effect, before its answer; may throw. */
  after: (call: string, number: number) => void = () => undefined;
  #serial = 0;

  constructor() {
    this.images.set('ami-debian', {
      id: 'ami-debian',
      name: 'debian-12-amd64-20261101',
      state: 'available',
      createdAt: '2026-11-01T00:00:00Z',
      tags: {},
      snapshotIds: [],
    });
  }

  /** What is there beyond images that are done. */
  get leftovers(): readonly string[] {
    const alive = [...this.instances.values()].filter(({ facts }) => facts.state !== 'terminated');
    const used = new Set([...this.images.values()].flatMap(({ snapshotIds }) => snapshotIds));
    return [
      ...alive.map(({ facts }) => facts.id),
      ...this.keyPairs.keys(),
      ...this.groups.keys(),
      ...[...this.snapshots.keys()].filter((id) => !used.has(id)),
      ...[...this.images.values()].filter(({ state }) => state !== 'available').map(({ id }) => id),
    ];
  }

  get baked(): readonly ImageFacts[] {
    return [...this.images.values()].filter(({ id }) => id !== 'ami-debian');
  }

  /** The port over this world. */
  readonly port: ImageCloud = {
    findImages: async (query) =>
      this.#call('findImages', () => {
        const found = [...this.images.values()].filter((image) =>
          'ids' in query
            ? query.ids.includes(image.id)
            : query.owners.includes('self') === (image.id !== 'ami-debian') && matches(image, query.filters),
        );
        for (const image of found) {
          if (image.state === 'pending') this.images.set(image.id, { ...image, state: 'available' });
        }
        return found;
      }),
    vpcOfSubnet: async (id) => this.#call('vpcOfSubnet', () => (id === 'subnet-1' ? 'vpc-1' : undefined)),
    importKeyPair: async ({ name, tags }) =>
      this.#call('importKeyPair', () => void this.keyPairs.set(name, tags)),
    deleteKeyPair: async (name) => this.#call('deleteKeyPair', () => void this.keyPairs.delete(name)),
    createSecurityGroup: async ({ tags }) =>
      this.#call('createSecurityGroup', () => this.#add(this.groups, 'sg', tags)),
    allowTcp: async () => this.#call('allowTcp', () => undefined),
    deleteSecurityGroup: async (id) =>
      this.#call('deleteSecurityGroup', () => {
        const users = [...this.instances.values()].filter(({ groups }) => groups.includes(id));
        if (users.some(({ facts }) => facts.state !== 'terminated')) {
          for (const user of users) this.#end(user);
          throw new CloudError('conflict', 'DependencyViolation', `${id} is in use`);
        }
        this.groups.delete(id);
      }),
    runInstance: async ({ tags, securityGroupIds }) =>
      this.#call('runInstance', () => {
        const facts: InstanceFacts = { id: `i-${this.#next()}`, state: 'pending' };
        this.instances.set(facts.id, { facts, tags, groups: securityGroupIds });
        return facts;
      }),
    describeInstance: async (id) =>
      this.#call('describeInstance', () => {
        const instance = this.instances.get(id);
        const shown = instance?.facts;
        if (instance?.facts.state === 'pending')
          instance.facts = { id, state: 'running', privateIp: '10.0.0.1' };
        if (instance?.facts.state === 'stopping') instance.facts = { id, state: 'stopped' };
        return shown;
      }),
    stopInstance: async (id) => this.#call('stopInstance', () => this.#move(id, 'stopping')),
    terminateInstance: async (id) => this.#call('terminateInstance', () => this.#move(id, 'shutting-down')),
    consoleOutput: async () => '',
    createImage: async ({ name, tags, snapshotTags }) =>
      this.#call('createImage', () => {
        const id = `ami-${this.#next()}`;
        const snapshotIds = [this.#add(this.snapshots, 'snap', snapshotTags)];
        this.images.set(id, {
          id,
          name,
          state: 'pending',
          createdAt: `2026-11-21T00:00:0${id.length}Z`,
          tags,
          snapshotIds,
        });
        return id;
      }),
    shareImage: async () => this.#call('shareImage', () => undefined),
    deregisterImage: async (id) => this.#call('deregisterImage', () => void this.images.delete(id)),
    deleteSnapshot: async (id) => this.#call('deleteSnapshot', () => void this.snapshots.delete(id)),
    tag: async (ids, tags) =>
      this.#call('tag', () => {
        for (const id of ids) {
          const instance = this.instances.get(id);
          if (instance !== undefined)
            this.instances.set(id, { ...instance, tags: { ...instance.tags, ...tags } });
        }
      }),
    findTagged: async ({ key, value }) =>
      this.#call('findTagged', () =>
        this.#tagged().filter(({ tags }) => key in tags && (value === undefined || tags[key] === value)),
      ),
  };

  #tagged(): readonly TaggedResource[] {
    const alive = [...this.instances.values()].filter(
      ({ facts }) => !['terminated', 'shutting-down'].includes(facts.state),
    );
    const of = (kind: TaggedResource['kind'], map: ReadonlyMap<string, Tags>): TaggedResource[] =>
      [...map].map(([id, tags]) => ({ kind, id, tags }));
    return [
      ...alive.map(({ facts, tags }): TaggedResource => ({ kind: 'instance', id: facts.id, tags })),
      ...of('key-pair', this.keyPairs),
      ...of('security-group', this.groups),
      ...of('snapshot', this.snapshots),
      ...[...this.images.values()].map(({ id, tags }): TaggedResource => ({ kind: 'image', id, tags })),
    ];
  }

  #call<T>(name: string, effect: () => T): T {
    this.calls.push(name);
    const number = this.calls.length;
    this.before(name, number);
    const result = effect();
    this.after(name, number);
    return result;
  }

  #move(id: string, state: InstanceFacts['state']): void {
    const instance = this.instances.get(id);
    if (instance !== undefined) instance.facts = { id, state };
  }

  #end(instance: FakeInstance): void {
    if (instance.facts.state === 'shutting-down')
      instance.facts = { id: instance.facts.id, state: 'terminated' };
  }

  #add(map: Map<string, Tags>, prefix: string, tags: Tags): string {
    const id = `${prefix}-${this.#next()}`;
    map.set(id, tags);
    return id;
  }

  #next(): number {
    this.#serial += 1;
    return this.#serial;
  }
}

function matches(image: ImageFacts, filters: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(filters).every(([name, values]) => {
    const value = name.startsWith('tag:') ? image.tags[name.slice(4)] : image.name;
    return values.some((wanted) =>
      wanted.endsWith('*') ? value?.startsWith(wanted.slice(0, -1)) : value === wanted,
    );
  });
}
