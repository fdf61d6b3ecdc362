import { ImagoError } from './imago-error.ts';

/** How the cloud refused; retries go by it: `throttled` and `unavailable` are tried again. */
export type CloudErrorKind = 'throttled' | 'not-found' | 'denied' | 'conflict' | 'invalid' | 'unavailable';

/** An AWS call that failed, mapped by the adapter from the SDK's error. */
export class CloudError extends ImagoError {
  readonly kind: CloudErrorKind;
  /** AWS's own code, such as `InvalidAMIID.NotFound`. */
  readonly awsCode: string;

  constructor(kind: CloudErrorKind, awsCode: string, message: string, cause?: unknown) {
    super({ code: `cloud-${kind}`, source: 'cloud', message, cause });
    this.name = 'CloudError';
    this.kind = kind;
    this.awsCode = awsCode;
  }
}
