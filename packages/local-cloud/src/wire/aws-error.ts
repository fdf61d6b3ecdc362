/** What an error may carry besides its code and message. */
export interface AwsErrorExtras {
  /** Elements of an S3 error, such as `Key`. */
  readonly details?: Readonly<Record<string, string>>;
  /** Response headers, such as the `etag` of a 304. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a handler throws to answer with one of AWS's own error codes. */
export class AwsError extends Error {
  readonly code: string;
  /** HTTP status; 400 unless AWS documents another. */
  readonly status: number;
  readonly details: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    message: string,
    status = 400,
    { details = {}, headers = {} }: AwsErrorExtras = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
    this.headers = headers;
  }
}
