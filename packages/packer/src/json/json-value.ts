/** Where a value stands in its file, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A JSON value that knows where it was written. */
export type JsonValue =
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, JsonMember>; readonly at: Position }
  | { readonly kind: 'array'; readonly elements: readonly JsonValue[]; readonly at: Position }
  | { readonly kind: 'string'; readonly value: string; readonly at: Position }
  | { readonly kind: 'number'; readonly value: number; readonly text: string; readonly at: Position }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: Position }
  | { readonly kind: 'null'; readonly at: Position };

export type JsonObject = Extract<JsonValue, { kind: 'object' }>;

export interface JsonMember {
  readonly value: JsonValue;
  /** Of the key. */
  readonly at: Position;
}
