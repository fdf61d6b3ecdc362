import { JsonShapeDeserializer2, JsonShapeSerializer2 } from '@smithy/core/protocols';
import type { Codec } from './codec.ts';
import { faultType } from './fault.ts';
import { parseJson } from './parse-json.ts';
import { TIMESTAMP } from './scalars.ts';

/** The two versions of the JSON protocol differ in nothing but their content type. */
export type JsonVersion = '1.0' | '1.1';

const SETTINGS = { timestampFormat: { useTrait: true, default: TIMESTAMP.epochSeconds }, jsonName: false };

/**
 * JSON in, JSON out. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 *
 * `queryCompatible`: the service once spoke awsQuery, and its clients still look for that protocol's error codes.
 */
export function jsonCodec(version: JsonVersion, queryCompatible: boolean): Codec {
  const contentType = { 'content-type': `application/x-amz-json-${version}` };
  return {
    decode: ({ input }, { body }) => {
      if (!input.isStructSchema()) return {};
      const value = parseJson(body);
      return new JsonShapeDeserializer2(SETTINGS).readObject(input, value) as object;
    },
    encode: ({ output }, value) => {
      if (!output.isStructSchema()) return { status: 200, headers: contentType, body: '{}' };
      const serializer = new JsonShapeSerializer2(SETTINGS);
      serializer.write(output, value);
      return { status: 200, headers: contentType, body: serializer.flush() };
    },
    fault: (fault) => ({
      status: fault.status < 500 ? 400 : 500,
      headers: queryCompatible
        ? { ...contentType, 'x-amzn-query-error': `${fault.code};${faultType(fault)}` }
        : contentType,
      body: JSON.stringify({ __type: fault.code, message: fault.message, ...fault.details }),
    }),
  };
}
