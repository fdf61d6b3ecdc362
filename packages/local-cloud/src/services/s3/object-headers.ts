import type { ObjectRecord } from '../../store/records/s3.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** The headers that S3 keeps with an object and gives back, by their names in the SDK. */
interface KeptHeaders {
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly Expires?: Date | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
  readonly Metadata?: Record<string, string> | undefined;
}

const KEPT = [
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'WebsiteRedirectLocation',
] as const;
const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';
const MOST_METADATA_BYTES = 2048;

/** What of a request's headers belongs to the object. */
export function keptHeaders(input: KeptHeaders): Pick<ObjectRecord, 'contentType' | 'headers' | 'metadata'> {
  const headers: Record<string, string> = {};
  for (const name of KEPT) {
    const value = input[name];
    if (value) headers[name] = value;
  }
  if (input.Expires) headers['ExpiresString'] = input.Expires.toUTCString();
  const metadata = input.Metadata ?? {};
  const bytes = Object.entries(metadata).reduce(
    (sum, [k, v]) => sum + Buffer.byteLength(k) + Buffer.byteLength(v),
    0,
  );
  if (bytes > MOST_METADATA_BYTES) {
    throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size');
  }
  return { contentType: input.ContentType || DEFAULT_CONTENT_TYPE, headers, metadata };
}

/** What of a response's headers comes from the object. */
export interface ObjectHeaders {
  AcceptRanges: string;
  LastModified: Date;
  ETag: string;
  ContentType: string;
  Metadata: Record<string, string>;
  CacheControl?: string;
  ContentDisposition?: string;
  ContentEncoding?: string;
  ContentLanguage?: string;
  ExpiresString?: string;
  WebsiteRedirectLocation?: string;
  TagCount?: number;
}

/** The `response-…` parameters of GetObject and HeadObject. */
interface Overrides {
  readonly ResponseCacheControl?: string | undefined;
  readonly ResponseContentDisposition?: string | undefined;
  readonly ResponseContentEncoding?: string | undefined;
  readonly ResponseContentLanguage?: string | undefined;
  readonly ResponseContentType?: string | undefined;
  readonly ResponseExpires?: Date | undefined;
}

/** The headers of a response with an object, as kept or as the request overrides them. */
export function renderHeaders(object: ObjectRecord, overrides: Overrides): ObjectHeaders {
  const tags = Object.keys(object.tags).length;
  const overridden = {
    CacheControl: overrides.ResponseCacheControl,
    ContentDisposition: overrides.ResponseContentDisposition,
    ContentEncoding: overrides.ResponseContentEncoding,
    ContentLanguage: overrides.ResponseContentLanguage,
    ContentType: overrides.ResponseContentType,
    ExpiresString: overrides.ResponseExpires?.toUTCString(),
  };
  return {
    AcceptRanges: 'bytes',
    LastModified: object.modifiedAt,
    ETag: object.etag,
    ContentType: object.contentType ?? DEFAULT_CONTENT_TYPE,
    Metadata: { ...object.metadata },
    ...(tags > 0 && { TagCount: tags }),
    ...object.headers,
    ...Object.fromEntries(
      Object.entries(overridden).filter(([, value]) => value !== undefined && value !== ''),
    ),
  };
}
