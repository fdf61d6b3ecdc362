import type { NormalizedSchema } from '@smithy/core/schema';
import { httpBindings } from '../../src/wire/protocols/http-bindings.ts';

/**
 * Makes a value with every member that a schema has, each different from all others, so that a member that is
 * lost or takes the place of another is seen. A shape within itself ends at its first repetition.
 */
export function sampler(): (schema: NormalizedSchema) => Record<string, unknown> {
  let count = 0;

  const sample = (schema: NormalizedSchema, within: ReadonlySet<unknown>): unknown => {
    count += 1;
    if (schema.isStructSchema()) return struct(schema, within);
    if (schema.isListSchema()) return list(schema, within);
    if (schema.isMapSchema()) return map(schema, within);
    if (schema.isBooleanSchema()) return true;
    if (schema.isTimestampSchema()) return new Date(1_700_000_000_000 + count * 1000);
    if (schema.isBlobSchema()) return Buffer.from(`blob <&> ${count}`);
    if (schema.isNumericSchema()) return count;
    return `v${count} <&"'> é\n\t\u{1F98B}`;
  };

  const struct = (schema: NormalizedSchema, within: ReadonlySet<unknown>): object | undefined => {
    const shape = schema.getSchema();
    if (within.has(shape)) return undefined;
    const inside = new Set(within).add(shape);
    const value: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      // An event stream is a connection, not a value.
      if (member.isStreaming() && member.isStructSchema()) continue;
      const child = sample(member, inside);
      if (child !== undefined) value[name] = child;
      if (schema.isUnionSchema() && child !== undefined) break;
    }
    return Object.keys(value).length > 0 ? value : undefined;
  };

  const list = (schema: NormalizedSchema, within: ReadonlySet<unknown>): unknown => {
    const items = [sample(schema.getValueSchema(), within), sample(schema.getValueSchema(), within)];
    return items[0] === undefined ? undefined : items;
  };

  const map = (schema: NormalizedSchema, within: ReadonlySet<unknown>): unknown => {
    const value = sample(schema.getValueSchema(), within);
    if (value === undefined) return undefined;
    return { [`k${count}`]: value, [`j${count}`]: sample(schema.getValueSchema(), within) };
  };

  /** Headers and paths hold less than bodies do. */
  const fitBindings = (schema: NormalizedSchema, value: Record<string, unknown>): Record<string, unknown> => {
    const plain = (): string => `h${(count += 1)}`;
    for (const { name, schema: member, place } of httpBindings(schema)) {
      if (place.kind === 'status') delete value[name];
      if (place.kind === 'headers') value[name] = { aa: plain(), bb: plain() };
      if (member.isStreaming()) value[name] = Buffer.from(`stream ${plain()}`);
      if (place.kind !== 'header' && place.kind !== 'label') continue;
      if (typeof value[name] === 'string') value[name] = place.kind === 'label' ? `l ${plain()}+é` : plain();
      if (member.isListSchema() && member.getValueSchema().isStringSchema()) value[name] = [plain(), plain()];
    }
    return value;
  };

  return (schema) =>
    schema.isStructSchema()
      ? fitBindings(schema, (sample(schema, new Set()) ?? {}) as Record<string, unknown>)
      : {};
}

/** A value in a form that two sides of the wire can be compared in: bytes as base64, nothing that is undefined. */
export function comparable(value: unknown): unknown {
  if (value instanceof Date) return { timestamp: value.toISOString() };
  if (value instanceof Uint8Array) return { blob: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, child]) => child !== undefined && name !== '$metadata')
      .map(([name, child]) => [name, comparable(child)]),
  );
}
