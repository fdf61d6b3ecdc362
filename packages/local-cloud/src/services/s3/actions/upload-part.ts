import { UploadPartCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { checksumFields } from '../checksums.ts';
import { storePart } from '../store-part.ts';

/** `UploadPart`: a part may come again; the last one counts. */
export const route: Route = on(UploadPartCommand, async (input, { cloud }) => {
  const part = await storePart(cloud, input, input, input.Body ? [input.Body] : []);
  return { ETag: part.etag, ...checksumFields(part.checksum) };
});
