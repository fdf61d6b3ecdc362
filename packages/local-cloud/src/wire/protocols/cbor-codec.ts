import { cbor, CborShapeDeserializer2, CborShapeSerializer2 } from '@smithy/core/cbor';
import type { Codec } from './codec.ts';
import { faultType } from './fault.ts';
import { MalformedBody } from './malformed-body.ts';

const HEADERS = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };

/**
 * CBOR in, CBOR out. https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 *
 * `queryCompatible`: as for JSON, clients look for the error codes of the protocol the service once spoke.
 */
export function cborCodec(queryCompatible: boolean): Codec {
  return {
    decode: ({ input }, { body }) => {
      if (!input.isStructSchema() || body.length === 0) return {};
      return new CborShapeDeserializer2().read(input, checked(body)) as object;
    },
    encode: ({ output }, value) => {
      if (!output.isStructSchema()) return { status: 200, headers: HEADERS, body: cbor.serialize({}) };
      const serializer = new CborShapeSerializer2();
      serializer.write(output, value);
      return { status: 200, headers: HEADERS, body: serializer.flush() };
    },
    fault: (fault) => ({
      status: fault.status < 500 ? 400 : 500,
      headers: queryCompatible
        ? { ...HEADERS, 'x-amzn-query-error': `${fault.code};${faultType(fault)}` }
        : HEADERS,
      body: cbor.serialize({ __type: fault.code, message: fault.message, ...fault.details }),
    }),
  };
}

function checked(body: Buffer): Buffer {
  let value: unknown;
  try {
    value = cbor.deserialize(body);
  } catch (error) {
    throw new MalformedBody('not CBOR', { cause: error });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return body;
  throw new MalformedBody('not a map in CBOR');
}
