import type { NormalizedSchema } from '@smithy/core/schema';
import { compiled } from './compiled.ts';
import { type Binding, httpBindings } from './http-bindings.ts';
import { MalformedBody } from './malformed-body.ts';
import type { WireRequest } from '../message.ts';
import type { Operation } from '../operation.ts';
import { pathLabels } from './rest-route.ts';
import { scalarReader } from './scalars.ts';

type Source = {
  readonly request: WireRequest;
  readonly query: URLSearchParams;
  readonly labels: Readonly<Record<string, string | undefined>>;
};

/** Reads one member out of a request; undefined where it is not there. */
type ReadMember = (source: Source) => unknown;

/** Reads a body, or the part of an input that is in it, by its schema. */
export type ReadDocument = (schema: NormalizedSchema, body: Buffer) => unknown;

/** Compiles how the inputs of a REST service are read from requests, whatever language their bodies are in. */
export function restReader(
  readDocument: ReadDocument,
): (operation: Operation) => (request: WireRequest) => object {
  const memberReader = ({ name, schema, place }: Binding): ReadMember | undefined => {
    switch (place.kind) {
      case 'label': {
        const read = scalarReader(schema, name);
        return ({ labels }) => mapDefined(labels[name], (text) => read(decodeLabel(text)));
      }
      case 'query': {
        const read = textReader(schema, name);
        return ({ query }) => (query.has(place.key) ? read(query.getAll(place.key)) : undefined);
      }
      case 'header': {
        const read = textReader(schema, name);
        return ({ request }) =>
          mapDefined(request.headers[place.key], (text) =>
            read(schema.isListSchema() ? text.split(/\s*,\s*/) : [text]),
          );
      }
      case 'headers':
        return ({ request }) => prefixed(request.headers, place.prefix);
      case 'payload':
        return payloadReader(schema);
      case 'body':
      case 'status':
        return undefined;
    }
  };

  const payloadReader = (schema: NormalizedSchema): ReadMember => {
    if (schema.isStructSchema()) {
      return ({ request: { body } }) => (body.length > 0 ? readDocument(schema, body) : undefined);
    }
    return schema.isStringSchema()
      ? ({ request: { body } }) => body.toString()
      : ({ request: { body } }) => body;
  };

  return compiled((operation) => {
    const bindings = httpBindings(operation.input);
    const readers = bindings.map((binding) => ({ name: binding.name, read: memberReader(binding) }));
    const hasDocument = bindings.some(({ place }) => place.kind === 'body');
    return (request) => {
      const source = {
        request,
        query: new URLSearchParams(request.search),
        labels: pathLabels(operation, request.path),
      };
      const input: Record<string, unknown> = {};
      const body = hasDocument && request.body.length > 0 ? readDocument(operation.input, request.body) : {};
      for (const { name, read } of readers) {
        const value = read ? read(source) : (body as Record<string, unknown>)[name];
        if (value !== undefined) input[name] = value;
      }
      return input;
    };
  });
}

function mapDefined<T>(text: string | undefined, read: (text: string) => T): T | undefined {
  return text === undefined ? undefined : read(text);
}

/** A list takes all the texts, anything else the first. */
function textReader(schema: NormalizedSchema, name: string): (texts: readonly string[]) => unknown {
  if (schema.isListSchema()) {
    const read = scalarReader(schema.getValueSchema(), name);
    return (texts) => texts.map(read);
  }
  const read = scalarReader(schema, name);
  return ([text = '']) => read(text);
}

function decodeLabel(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new MalformedBody(`the path is not percent-encoded UTF-8: ${text}`, { cause: error });
  }
}

function prefixed(headers: Readonly<Record<string, string>>, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
