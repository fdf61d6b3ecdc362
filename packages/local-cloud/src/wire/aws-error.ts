/** What a handler throws to answer with one of AWS's own error codes. */
export class AwsError extends Error {
  readonly code: string;
  /** HTTP status; 400 unless AWS documents another. */
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
