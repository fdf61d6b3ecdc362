import type { DocumentType } from '@smithy/types';
import { MalformedBody } from './malformed-body.ts';

/** The JSON object that a body holds; an empty body stands for an empty one. */
export function parseJson(body: Buffer): Record<string, DocumentType> {
  let value: DocumentType;
  try {
    value = JSON.parse(body.toString() || '{}') as DocumentType;
  } catch (error) {
    throw new MalformedBody('not JSON', { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedBody('not a JSON object');
  }
  return value;
}
