import { ListPartsCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { checksumFields } from '../checksums.ts';
import { readMaxKeys } from '../list-objects.ts';
import { requireUpload } from '../multipart-upload.ts';
import { ownerOf } from '../owner.ts';

/** `ListParts`: what has arrived of an upload, by part number. */
export const route: Route = on(ListPartsCommand, (input, { cloud }) => {
  const upload = requireUpload(cloud, input);
  const limit = readMaxKeys(input.MaxParts, 'max-parts');
  const marker = Number(input.PartNumberMarker ?? 0);
  const rest = upload.parts.filter((part) => part.number > marker);
  const page = rest.slice(0, limit);
  return {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    PartNumberMarker: String(marker),
    NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
    MaxParts: limit,
    IsTruncated: page.length < rest.length,
    StorageClass: 'STANDARD' as const,
    Owner: ownerOf(cloud),
    Initiator: ownerOf(cloud),
    ...(upload.checksumAlgorithm && { ChecksumAlgorithm: upload.checksumAlgorithm }),
    ...(upload.checksumType && { ChecksumType: upload.checksumType }),
    ...(page.length > 0 && {
      Parts: page.map((part) => ({
        PartNumber: part.number,
        ETag: part.etag,
        Size: part.bytes,
        LastModified: part.modifiedAt,
        ...checksumFields(part.checksum),
      })),
    }),
  };
});
