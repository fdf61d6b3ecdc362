import { UploadPartCopyCommand } from '@aws-sdk/client-s3';
import { AwsError } from '../../../wire/aws-error.ts';
import { type Route, on } from '../../../wire/route.ts';
import { type ByteRange, parseRange } from '../byte-range.ts';
import { checksumFields } from '../checksums.ts';
import { readBody, requireSource } from '../copy-source.ts';
import { storePart } from '../store-part.ts';

/** `UploadPartCopy`: a part that is cut out of an object. */
export const route: Route = on(UploadPartCopyCommand, async (input, { cloud }) => {
  const source = requireSource(cloud, input);
  const range = cut(input.CopySourceRange, source.bytes);
  const part = await storePart(cloud, input, {}, readBody(cloud, source.file, range));
  return {
    CopyPartResult: { ETag: part.etag, LastModified: part.modifiedAt, ...checksumFields(part.checksum) },
  };
});

function cut(header: string | undefined, bytes: number): ByteRange | undefined {
  if (!header) return undefined;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  if (first === undefined || Number(last) < Number(first)) {
    throw new AwsError(
      'InvalidArgument',
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
    );
  }
  if (Number(last) >= bytes) {
    throw new AwsError('InvalidArgument', `Range specified is not valid for source object of size: ${bytes}`);
  }
  return parseRange(header, bytes);
}
