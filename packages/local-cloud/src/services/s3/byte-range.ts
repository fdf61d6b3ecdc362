import type { ObjectRecord } from '../../store/records/s3.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** Bytes of an object, both ends included; absent for the whole of it. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Reads a Range header for a body of so many bytes. One that is not understood counts for nothing, as in HTTP. */
export function parseRange(header: string | undefined, bytes: number): ByteRange | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  const first = from === '' ? Math.max(bytes - Number(to), 0) : Number(from);
  const last = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (first > last) throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  return { first, last };
}

/** The bytes of one part of an object that was uploaded in parts; an object in one piece is its own part 1. */
export function rangeOfPart(object: ObjectRecord, number: number): ByteRange | undefined {
  const sizes = object.partBytes ?? [object.bytes];
  const size = sizes[number - 1];
  if (size === undefined)
    throw new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416);
  const first = sizes.slice(0, number - 1).reduce((sum, bytes) => sum + bytes, 0);
  return object.bytes === 0 ? undefined : { first, last: first + size - 1 };
}
