import type { LocalCloud } from '../../cloud.ts';
import { compareKeys } from './compare-keys.ts';

const indexes = new WeakMap<LocalCloud['tables'], Map<string, string[]>>();

/** The keys of a bucket in S3's order. Built at first use, kept current by `indexKey` and `unindexKey`. */
export function keysOf(cloud: LocalCloud, bucket: string): readonly string[] {
  return bucketsOf(cloud).get(bucket) ?? [];
}

/** Adds a key that was put; one that is there already stays. */
export function indexKey(cloud: LocalCloud, bucket: string, key: string): void {
  const buckets = bucketsOf(cloud);
  const keys = buckets.get(bucket) ?? [];
  const index = firstAtOrAfter(keys, key);
  if (keys[index] !== key) keys.splice(index, 0, key);
  buckets.set(bucket, keys);
}

/** Removes a key that was deleted. */
export function unindexKey(cloud: LocalCloud, bucket: string, key: string): void {
  const keys = bucketsOf(cloud).get(bucket) ?? [];
  const index = firstAtOrAfter(keys, key);
  if (keys[index] === key) keys.splice(index, 1);
}

/** Where the first key that is not before `key` stands. */
export function firstAtOrAfter(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(keys[middle] ?? '', key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function bucketsOf(cloud: LocalCloud): Map<string, string[]> {
  const known = indexes.get(cloud.tables);
  if (known) return known;
  const buckets = new Map<string, string[]>();
  for (const { bucket, key } of cloud.tables.objects.values()) {
    const keys = buckets.get(bucket);
    if (keys) keys.push(key);
    else buckets.set(bucket, [key]);
  }
  for (const keys of buckets.values()) keys.sort(compareKeys);
  indexes.set(cloud.tables, buckets);
  return buckets;
}
