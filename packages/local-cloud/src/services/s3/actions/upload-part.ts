import { UploadPartCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { checksumFields, withTrailers } from '../checksums.ts';
import { storePart } from '../store-part.ts';

/** `UploadPart`: a part may come again; the last one counts. */
export const route: Route = on(UploadPartCommand, async (input, { cloud, trailers }) => {
  const part = await storePart(cloud, input, withTrailers(input, trailers), input.Body ? [input.Body] : []);
  return { ETag: part.etag, ...checksumFields(part.checksum) };
});
