import type { Readable } from 'node:stream';
import type { NormalizedSchema } from '@smithy/core/schema';
import { compiled } from './compiled.ts';
import { type Binding, httpBindings } from './http-bindings.ts';
import type { WireResponse } from '../message.ts';
import type { Operation } from '../operation.ts';
import { scalarWriter, TIMESTAMP } from './scalars.ts';

type Output = Readonly<Record<string, unknown>>;
type Headers = Record<string, string>;

/** The language that the bodies of a REST service are in. */
export interface Documents {
  readonly contentType: string;
  /** Compiles how a body is written, or the part of an output that is in it: the members of these names. */
  readonly writer: (
    schema: NormalizedSchema,
    members: ReadonlySet<string>,
  ) => (value: Output) => string | Uint8Array;
}

/** Compiles how the outputs of a REST service are written as responses. */
export function restWriter(documents: Documents): (operation: Operation) => (output: Output) => WireResponse {
  const documentType = { 'content-type': documents.contentType };
  return compiled((operation) => {
    const bindings = httpBindings(operation.output);
    const headerWriters = bindings.flatMap(headerWriter);
    const writeBody = bodyWriter(operation, bindings, documents);
    const status = operation.http?.[2] ?? 200;
    return (output) => {
      const headers: Headers = {};
      for (const write of headerWriters) write(output, headers);
      const { body, isDocument } = writeBody(output);
      return {
        // A response that says which part it is of is a partial one. https://www.rfc-editor.org/rfc/rfc9110#status.206
        status: headers['content-range'] === undefined ? status : 206,
        headers: isDocument ? { ...headers, ...documentType } : headers,
        body,
      };
    };
  });
}

function headerWriter({ name, schema, place }: Binding): ((output: Output, headers: Headers) => void)[] {
  if (place.kind === 'header') {
    const write = listOrScalarWriter(schema);
    return [
      (output, headers) => {
        const value = output[name];
        if (value !== undefined && value !== null) headers[place.key] = headerText(write(value));
      },
    ];
  }
  if (place.kind !== 'headers') return [];
  return [
    (output, headers) => {
      for (const [key, value] of Object.entries(output[name] ?? {})) {
        headers[place.prefix + key] = headerText(String(value));
      }
    },
  ];
}

function listOrScalarWriter(schema: NormalizedSchema): (value: unknown) => string {
  if (!schema.isListSchema()) return scalarWriter(schema, TIMESTAMP.httpDate);
  const write = scalarWriter(schema.getValueSchema(), TIMESTAMP.httpDate);
  return (value) => (value as readonly unknown[]).map(write).join(', ');
}

/** HTTP carries no Unicode in headers; S3 answers with encoded words. https://www.rfc-editor.org/rfc/rfc2047 */
function headerText(text: string): string {
  return /^[\t\x20-\x7e\xa0-\xff]*$/.test(text)
    ? text
    : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}

interface Body {
  readonly body: string | Uint8Array | Readable;
  readonly isDocument: boolean;
}

function bodyWriter(
  { output }: Operation,
  bindings: readonly Binding[],
  documents: Documents,
): (output: Output) => Body {
  const payload = bindings.find(({ place }) => place.kind === 'payload');
  if (payload && !payload.schema.isStructSchema()) {
    return (value) => ({ body: (value[payload.name] ?? '') as Body['body'], isDocument: false });
  }
  const inBody = bindings.filter(({ place }) => place.kind === 'body').map(({ name }) => name);
  if (!payload && inBody.length === 0) return () => ({ body: '', isDocument: false });

  const schema = payload?.schema ?? output;
  const members = payload ? [...schema.structIterator()].map(([name]) => name) : inBody;
  const write = documents.writer(schema, new Set(members));
  return (value) => ({
    body: write(payload ? ((value[payload.name] ?? {}) as Output) : value),
    isDocument: true,
  });
}
