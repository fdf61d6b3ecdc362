import { JsonShapeDeserializer2, JsonShapeSerializer2 } from '@smithy/core/protocols';
import type { Codec } from './codec.ts';
import { parseJson } from './parse-json.ts';
import { type ReadDocument, restReader } from './rest-request.ts';
import { type Documents, restWriter } from './rest-response.ts';
import { TIMESTAMP } from './scalars.ts';

const SETTINGS = { timestampFormat: { useTrait: true, default: TIMESTAMP.epochSeconds }, jsonName: true };

/** REST with JSON bodies. https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export function restJsonCodec(): Codec {
  const reader = restReader(readJson);
  const writer = restWriter(jsonDocuments);
  return {
    decode: (operation, request) => reader(operation)(request),
    encode: (operation, output) => writer(operation)(output as Readonly<Record<string, unknown>>),
    fault: ({ code, message, status, details }) => ({
      status,
      headers: { 'content-type': jsonDocuments.contentType, 'x-amzn-errortype': code },
      body: JSON.stringify({ Code: code, Message: message, ...details }),
    }),
  };
}

const readJson: ReadDocument = (schema, body) =>
  new JsonShapeDeserializer2(SETTINGS).readObject(schema, parseJson(body));

const jsonDocuments: Documents = {
  contentType: 'application/json',
  writer: (schema, members) => (value) => {
    const serializer = new JsonShapeSerializer2(SETTINGS);
    const inBody = Object.entries(value).filter(([name]) => members.has(name));
    serializer.write(schema, Object.fromEntries(inBody));
    return serializer.flush();
  },
};
