import type { GetObjectCommandInput } from '@aws-sdk/client-s3';
import type { ObjectRecord } from '../../store/records/s3.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { type ByteRange, parseRange, rangeOfPart } from './byte-range.ts';
import { type ChecksumFields, checksumFields } from './checksums.ts';
import { type ObjectHeaders, renderHeaders } from './object-headers.ts';
import { checkRead } from './read-conditions.ts';

/** What GetObject and HeadObject answer alike. */
export interface RenderedObject {
  readonly range: ByteRange | undefined;
  readonly output: ObjectHeaders &
    ChecksumFields & {
      ContentLength: number;
      ContentRange?: string;
      PartsCount?: number;
      ChecksumType?: 'FULL_OBJECT' | 'COMPOSITE';
    };
}

/** Answers a read of an object: conditions, range or part, headers, and checksums when asked for. */
export function renderObject(
  object: ObjectRecord,
  input: Omit<GetObjectCommandInput, 'Bucket' | 'Key'>,
): RenderedObject {
  checkRead(object, {
    ifMatch: input.IfMatch,
    ifNoneMatch: input.IfNoneMatch,
    ifModifiedSince: input.IfModifiedSince,
    ifUnmodifiedSince: input.IfUnmodifiedSince,
  });
  const range = rangeOf(object, input);
  const whole = range === undefined || range.last - range.first + 1 === object.bytes;
  return {
    range,
    output: {
      ...renderHeaders(object, input),
      ContentLength: range ? range.last - range.first + 1 : object.bytes,
      ...(range && { ContentRange: `bytes ${range.first}-${range.last}/${object.bytes}` }),
      ...(input.PartNumber !== undefined && object.partBytes && { PartsCount: object.partBytes.length }),
      ...(input.ChecksumMode === 'ENABLED' &&
        whole &&
        object.checksum && { ...checksumFields(object.checksum), ChecksumType: object.checksum.type }),
    },
  };
}

function rangeOf(
  object: ObjectRecord,
  input: Omit<GetObjectCommandInput, 'Bucket' | 'Key'>,
): ByteRange | undefined {
  if (input.PartNumber === undefined) return parseRange(input.Range, object.bytes);
  if (input.Range)
    throw new AwsError('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter');
  return rangeOfPart(object, input.PartNumber);
}
