import type { LocalCloud } from '../../cloud.ts';
import type { PartRecord, UploadRecord } from '../../store/records/s3.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { dropBodies } from './bodies.ts';
import { requireBucket } from './require-bucket.ts';

/** How requests name an upload. */
export interface UploadReference {
  readonly Bucket: string | undefined;
  readonly Key: string | undefined;
  readonly UploadId: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** The upload that a request names. */
export function requireUpload(cloud: LocalCloud, reference: UploadReference): UploadRecord {
  const bucket = requireBucket(cloud, reference);
  const upload = cloud.tables.uploads.get(reference.UploadId ?? '');
  if (upload && upload.bucket === bucket.id && upload.key === reference.Key) return upload;
  throw new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    404,
  );
}

/** Refuses part numbers that S3 refuses. */
export function validatePartNumber(number: number | undefined): number {
  if (number !== undefined && Number.isInteger(number) && number >= 1 && number <= 10_000) return number;
  throw new AwsError('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
}

/** Adds a part; one of the same number is replaced. */
export function putPart(cloud: LocalCloud, reference: UploadReference, part: PartRecord): void {
  const upload = requireUpload(cloud, reference);
  const others = upload.parts.filter((other) => other.number !== part.number);
  const parts = [...others, part].sort((a, b) => a.number - b.number);
  cloud.tables.uploads.update(upload.id, { parts });
  dropBodies(
    cloud,
    upload.parts.filter((other) => other.number === part.number).map((other) => other.file),
  );
}

/** Forgets an upload and deletes its parts. */
export function abortUpload(cloud: LocalCloud, upload: UploadRecord): void {
  const { parts } = cloud.tables.uploads.get(upload.id) ?? upload;
  cloud.tables.uploads.delete(upload.id);
  dropBodies(
    cloud,
    parts.map((part) => part.file),
  );
}
