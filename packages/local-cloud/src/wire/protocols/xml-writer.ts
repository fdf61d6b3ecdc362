import type { NormalizedSchema } from '@smithy/core/schema';
import { scalarWriter } from './scalars.ts';
import { structTable } from './struct-table.ts';

type Write = (value: unknown) => void;
type Struct = Readonly<Record<string, unknown>>;

const ENTITIES: Readonly<Record<string, string>> = {
  '\t': '&#x9;',
  '\n': '&#xA;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** Escapes text for element content. */
export function escapeXml(text: string): string {
  return /[&<>"\r]/.test(text) ? text.replace(/[&<>"\r]/g, (character) => ENTITIES[character] ?? '') : text;
}

/** Readers turn white space in attribute values into spaces unless it is written as entities. */
function escapeAttribute(text: string): string {
  return escapeXml(text).replace(/[\t\n]/g, (character) => ENTITIES[character] ?? '');
}

// Writers append to one string that all of them share, because no writer ever waits. Returning strings that
// the caller puts together costs six times as much for 1,000 instances.
let sink = '';
let flushed: Buffer[] = [];

/** Beyond this, what has been written becomes bytes: a string of megabytes in the making keeps the collector busy. */
const FLUSH_AT = 64 * 1024;

function flush(): void {
  flushed.push(Buffer.from(sink));
  sink = '';
}

/** Compiles how a structure's members are written as XML elements, between what stands before and behind them. */
export function xmlWriter(
  schema: NormalizedSchema,
): (value: object, before: string, behind: string) => string | Uint8Array {
  const write = schema.isStructSchema() ? membersWriter(schema) : () => {};
  return (value, before, behind) => {
    sink = before;
    flushed = [];
    write(value as Struct);
    sink += behind;
    if (flushed.length === 0) return sink;
    flush();
    return Buffer.concat(flushed);
  };
}

const members = structTable((name, member) => {
  const traits = member.getMergedTraits();
  const tag = member.getMemberTraits().xmlName ?? name;
  return {
    name,
    tag,
    place: traits.xmlAttribute ? 'attribute' : isHttpBound(traits) ? 'elsewhere' : 'element',
    text: scalarWriter(member),
    write: elementWriter(member, tag),
  };
});

function isHttpBound(traits: ReturnType<NormalizedSchema['getMergedTraits']>): boolean {
  return (
    traits.httpHeader !== undefined ||
    traits.httpPrefixHeaders !== undefined ||
    traits.httpPayload !== undefined ||
    traits.httpResponseCode !== undefined
  );
}

function membersWriter(schema: NormalizedSchema): (value: Struct) => void {
  let elements: { readonly name: string; readonly write: Write }[] | undefined;
  return (value) => {
    // Not before the first use: while a schema that contains itself is compiled its table is still empty.
    elements ??= members(schema).filter(({ place }) => place === 'element');
    for (const member of elements) {
      const child = value[member.name];
      if (child !== undefined && child !== null) member.write(child);
    }
  };
}

function elementWriter(schema: NormalizedSchema, tag: string): Write {
  if (schema.isStructSchema()) return structWriter(schema, tag);
  if (schema.isListSchema()) return listWriter(schema, tag);
  if (schema.isMapSchema()) return mapWriter(schema, tag);
  const open = `<${tag}>`;
  const close = `</${tag}>`;
  const text = scalarWriter(schema);
  if (schema.isStringSchema()) {
    return (value) => {
      sink += open + escapeXml(String(value)) + close;
    };
  }
  return (value) => {
    sink += open + text(value) + close;
  };
}

function structWriter(schema: NormalizedSchema, tag: string): Write {
  const open = `<${tag}>`;
  const close = `</${tag}>`;
  const writeMembers = membersWriter(schema);
  const hasAttributes = [...schema.structIterator()].some(
    ([, member]) => member.getMergedTraits().xmlAttribute,
  );
  return (value) => {
    sink += hasAttributes ? `<${tag}${attributes(schema, value as Struct)}>` : open;
    writeMembers(value as Struct);
    sink += close;
  };
}

function attributes(schema: NormalizedSchema, value: Struct): string {
  let text = '';
  for (const member of members(schema)) {
    const attribute = value[member.name];
    if (member.place !== 'attribute' || attribute === undefined || attribute === null) continue;
    if (member.tag.startsWith('xsi:')) text += ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
    text += ` ${member.tag}="${escapeAttribute(member.text(attribute))}"`;
  }
  return text;
}

function listWriter(schema: NormalizedSchema, tag: string): Write {
  const flat = schema.getMergedTraits().xmlFlattened === 1;
  const item = schema.getValueSchema();
  const writeItem = elementWriter(item, flat ? tag : (item.getMemberTraits().xmlName ?? 'member'));
  const open = flat ? '' : `<${tag}>`;
  const close = flat ? '' : `</${tag}>`;
  return (value) => {
    sink += open;
    for (const child of value as readonly unknown[]) {
      writeItem(child);
      if (sink.length > FLUSH_AT) flush();
    }
    sink += close;
  };
}

function mapWriter(schema: NormalizedSchema, tag: string): Write {
  const flat = schema.getMergedTraits().xmlFlattened === 1;
  const entry = flat ? tag : 'entry';
  const key = schema.getKeySchema();
  const item = schema.getValueSchema();
  const writeKey = elementWriter(key, key.getMemberTraits().xmlName ?? 'key');
  const writeItem = elementWriter(item, item.getMemberTraits().xmlName ?? 'value');
  return (value) => {
    if (!flat) sink += `<${tag}>`;
    for (const [name, child] of Object.entries(value as Struct)) {
      sink += `<${entry}>`;
      writeKey(name);
      writeItem(child);
      sink += `</${entry}>`;
    }
    if (!flat) sink += `</${tag}>`;
  };
}
