import type { Filter } from '@aws-sdk/client-ec2';
import type { Tags } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** The values of a record that a filter compares with; the record passes when any of them matches. */
type FilterValues<T> = (
  record: T,
) => string | number | boolean | Date | undefined | readonly (string | undefined)[];

/** The filters that a Describe action knows, by name. */
export type FilterTable<T> = Readonly<Record<string, FilterValues<T>>>;

/**
 * Keeps the records that pass every filter; a filter passes when any of its values matches. `*` and `?` are
 * wildcards, a backslash takes their meaning away. Records with tags are filtered by `tag:KEY`, `tag-key` and
 * `tag-value` besides. An unknown filter is refused with EC2's error.
 */
export function applyFilters<T extends { readonly tags?: Tags }>(
  records: Iterable<T>,
  filters: readonly Filter[] | undefined,
  table: FilterTable<T>,
): T[] {
  const tests = (filters ?? []).map((filter) => compileFilter(filter, table));
  const kept: T[] = [];
  for (const record of records) if (tests.every((test) => test(record))) kept.push(record);
  return kept;
}

function compileFilter<T extends { readonly tags?: Tags }>(
  { Name: name = '', Values: patterns = [] }: Filter,
  table: FilterTable<T>,
): (record: T) => boolean {
  const valuesOf = Object.hasOwn(table, name) ? table[name] : tagValues(name);
  if (!valuesOf) throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
  if (patterns.length === 0) {
    throw new AwsError('InvalidParameterValue', `The filter '${name}' has no values`);
  }
  const matches = compilePatterns(patterns);
  return (record) => {
    const values = valuesOf(record);
    if (typeof values === 'object' && !(values instanceof Date)) {
      return values.some((value) => value !== undefined && matches(value));
    }
    return values !== undefined && matches(values instanceof Date ? values.toISOString() : String(values));
  };
}

function tagValues(name: string): FilterValues<{ readonly tags?: Tags }> | undefined {
  if (name === 'tag-key') return ({ tags = {} }) => Object.keys(tags);
  if (name === 'tag-value') return ({ tags = {} }) => Object.values(tags);
  if (!name.startsWith('tag:') || name.length === 'tag:'.length) return undefined;
  const key = name.slice('tag:'.length);
  return ({ tags = {} }) => (Object.hasOwn(tags, key) ? tags[key] : undefined);
}

function compilePatterns(patterns: readonly string[]): (value: string) => boolean {
  const exact = new Set<string>();
  const wild: RegExp[] = [];
  for (const pattern of patterns) {
    if (/[*?\\]/.test(pattern)) wild.push(wildcard(pattern));
    else exact.add(pattern);
  }
  return (value) => exact.has(value) || wild.some((pattern) => pattern.test(value));
}

function wildcard(pattern: string): RegExp {
  const source = pattern.replace(
    /\\([\s\S]?)|[*?]|[.+^${}()|[\]/-]/g,
    (part, escaped: string | undefined) => {
      if (part === '*') return '.*';
      if (part === '?') return '.';
      if (part.startsWith('\\')) return (escaped ?? '').replace(/[^A-Za-z0-9\s]/, String.raw`\$&`);
      return `\\${part}`;
    },
  );
  return new RegExp(`^${source}$`, 's');
}
