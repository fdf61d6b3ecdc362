import type { NormalizedSchema } from '@smithy/core/schema';

/** Where in an HTTP message a member of an input or output stands. */
export type Place =
  | { readonly kind: 'label' }
  | { readonly kind: 'query'; readonly key: string }
  /** `key` in lower case. */
  | { readonly kind: 'header'; readonly key: string }
  | { readonly kind: 'headers'; readonly prefix: string }
  /** The member is the body. */
  | { readonly kind: 'payload' }
  | { readonly kind: 'status' }
  /** One of the elements in the body. */
  | { readonly kind: 'body' };

/** A member and its place. */
export interface Binding {
  readonly name: string;
  readonly schema: NormalizedSchema;
  readonly place: Place;
}

/** Lists where the members of an input or output go. https://smithy.io/2.0/spec/http-bindings.html */
export function httpBindings(struct: NormalizedSchema): readonly Binding[] {
  if (!struct.isStructSchema()) return [];
  return [...struct.structIterator()].map(([name, schema]) => ({ name, schema, place: placeOf(schema) }));
}

function placeOf(schema: NormalizedSchema): Place {
  const traits = schema.getMergedTraits();
  if (traits.httpLabel) return { kind: 'label' };
  if (traits.httpQuery !== undefined) return { kind: 'query', key: traits.httpQuery };
  if (traits.httpHeader !== undefined) return { kind: 'header', key: traits.httpHeader.toLowerCase() };
  if (traits.httpPrefixHeaders !== undefined) {
    return { kind: 'headers', prefix: traits.httpPrefixHeaders.toLowerCase() };
  }
  if (traits.httpPayload) return { kind: 'payload' };
  if (traits.httpResponseCode) return { kind: 'status' };
  return { kind: 'body' };
}
