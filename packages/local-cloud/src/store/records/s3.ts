import type { Tags } from './ec2.ts';

export interface BucketRecord {
  /** The bucket's name is its key. */
  readonly id: string;
  readonly region: string;
  readonly createdAt: Date;
  readonly versioning?: 'Enabled' | 'Suspended';
  readonly tags: Tags;
}

/** The checksums that are computed here, of those that S3 knows. */
export type ChecksumAlgorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256' | 'SHA512' | 'MD5';

/** A checksum that the client asked for: `FULL_OBJECT` over the body, `COMPOSITE` over its parts' checksums. */
export interface ChecksumRecord {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; a composite one ends in `-PARTS`. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

export interface ObjectRecord {
  /** `BUCKET/KEY`. */
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  /** With quotes, as S3 sends it. */
  readonly etag: string;
  readonly bytes: number;
  /** Name of the file with the body, under `dataDir/objects/`. */
  readonly file: string;
  readonly modifiedAt: Date;
  readonly contentType?: string;
  /** `CacheControl`, `ContentEncoding` and the like, by their names in the SDK. */
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Tags;
  readonly checksum?: ChecksumRecord;
  /** Sizes of the parts of a multipart upload, in order. */
  readonly partBytes?: readonly number[];
}

export interface PartRecord {
  readonly number: number;
  readonly etag: string;
  readonly bytes: number;
  readonly file: string;
  readonly modifiedAt: Date;
  readonly checksum?: ChecksumRecord;
}

export interface UploadRecord {
  /** The upload id. */
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly startedAt: Date;
  /** Ordered by number. */
  readonly parts: readonly PartRecord[];
  readonly contentType?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Tags;
  readonly checksumAlgorithm?: ChecksumAlgorithm;
  readonly checksumType?: 'FULL_OBJECT' | 'COMPOSITE';
}
