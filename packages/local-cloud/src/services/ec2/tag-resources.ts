import type { ResourceType } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../cloud.ts';
import type { Tags } from '../../store/records/ec2.ts';
import type { Table } from '../../store/table.ts';
import { AwsError } from '../../wire/aws-error.ts';
import {
  IMAGE,
  INSTANCE,
  INTERNET_GATEWAY,
  KEY_PAIR,
  LAUNCH_TEMPLATE,
  NETWORK_INTERFACE,
  requireRecord,
  ROUTE_TABLE,
  SECURITY_GROUP,
  SNAPSHOT,
  SUBNET,
  type ResourceKind,
  VOLUME,
  VPC,
} from './resource-kinds.ts';

interface Tagged {
  readonly id: string;
  readonly tags: Tags;
}

/** A resource that can carry tags, and the way to set them. */
export interface TaggableResource {
  readonly id: string;
  readonly type: ResourceType;
  readonly tags: Tags;
  setTags(tags: Tags): void;
}

interface Taggable {
  readonly prefix: string;
  find(cloud: LocalCloud, id: string): TaggableResource;
  all(cloud: LocalCloud): Iterable<TaggableResource>;
}

const TAGGABLE: readonly Taggable[] = [
  taggable(INSTANCE),
  taggable(IMAGE),
  taggable(SNAPSHOT),
  taggable(VOLUME),
  taggable(KEY_PAIR),
  taggable(SECURITY_GROUP),
  taggable(VPC),
  taggable(SUBNET),
  taggable(NETWORK_INTERFACE),
  taggable(INTERNET_GATEWAY),
  taggable(ROUTE_TABLE),
  taggable(LAUNCH_TEMPLATE),
];

/** The resources with these ids, of any kind, or EC2's error for the first that does not exist. */
export function requireTaggable(cloud: LocalCloud, ids: readonly string[]): readonly TaggableResource[] {
  return ids.map((id) => {
    const kind = TAGGABLE.find(({ prefix }) => id.startsWith(`${prefix}-`));
    if (!kind) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
    return kind.find(cloud, id);
  });
}

/** Every resource that can carry tags. */
export function* allTaggable(cloud: LocalCloud): Generator<TaggableResource> {
  for (const kind of TAGGABLE) yield* kind.all(cloud);
}

function taggable<T extends Tagged>(kind: ResourceKind<T>): Taggable {
  const resource = (table: Table<T>, record: T): TaggableResource => ({
    id: record.id,
    type: kind.type,
    tags: record.tags,
    setTags: (tags) => void table.put({ ...record, tags }),
  });
  return {
    prefix: kind.prefix,
    find: (cloud, id) => resource(kind.table(cloud), requireRecord(cloud, kind, id)),
    *all(cloud) {
      const table = kind.table(cloud);
      for (const record of table.values()) yield resource(table, record);
    },
  };
}
