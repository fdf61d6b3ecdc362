import type { Tags } from './ec2.ts';

export interface BucketRecord {
  /** The bucket's name is its key. */
  readonly id: string;
  readonly region: string;
  readonly createdAt: Date;
  readonly versioning?: 'Enabled' | 'Suspended';
  readonly tags: Tags;
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
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Tags;
}

export interface UploadRecord {
  /** The upload id. */
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly startedAt: Date;
  readonly parts: readonly {
    readonly number: number;
    readonly etag: string;
    readonly bytes: number;
    readonly file: string;
  }[];
  readonly contentType?: string;
  readonly metadata: Readonly<Record<string, string>>;
}
