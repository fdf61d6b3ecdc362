import type { Readable } from 'node:stream';
import type { NormalizedSchema } from '@smithy/core/schema';
import { compiled } from './compiled.ts';
import { type Binding, httpBindings } from './http-bindings.ts';
import type { WireResponse } from '../message.ts';
import type { Operation } from '../operation.ts';
import { scalarWriter, TIMESTAMP } from './scalars.ts';
import { xmlWriter } from './xml-writer.ts';

type Output = Readonly<Record<string, unknown>>;
type Headers = Record<string, string>;

const XML_TYPE = { 'content-type': 'application/xml' };

/** Compiles how the outputs of a restXml service are written as responses. */
export function restXmlWriter(
  xmlNamespace: string,
): (operation: Operation) => (output: Output) => WireResponse {
  return compiled((operation) => {
    const bindings = httpBindings(operation.output);
    const headerWriters = bindings.flatMap(headerWriter);
    const writeBody = bodyWriter(operation, bindings, xmlNamespace);
    const status = operation.http?.[2] ?? 200;
    return (output) => {
      const headers: Headers = {};
      for (const write of headerWriters) write(output, headers);
      const { body, isXml } = writeBody(output);
      return {
        // A response that says which part it is of is a partial one. https://www.rfc-editor.org/rfc/rfc9110#status.206
        status: headers['content-range'] === undefined ? status : 206,
        headers: isXml ? { ...headers, ...XML_TYPE } : headers,
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
  readonly isXml: boolean;
}

function bodyWriter(
  { output }: Operation,
  bindings: readonly Binding[],
  xmlNamespace: string,
): (output: Output) => Body {
  const payload = bindings.find(({ place }) => place.kind === 'payload');
  if (payload && !payload.schema.isStructSchema()) {
    return (value) => ({ body: (value[payload.name] ?? '') as Body['body'], isXml: false });
  }
  if (!payload && !bindings.some(({ place }) => place.kind === 'body'))
    return () => ({ body: '', isXml: false });

  const schema = payload?.schema ?? output;
  const write = xmlWriter(schema);
  const root = rootName(schema);
  const before = `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${xmlNamespace}">`;
  return (value) => {
    const content = payload ? (value[payload.name] ?? {}) : value;
    return { body: write(content, before, `</${root}>`), isXml: true };
  };
}

function rootName(schema: NormalizedSchema): string {
  return schema.getMergedTraits().xmlName ?? schema.getName() ?? 'Result';
}
