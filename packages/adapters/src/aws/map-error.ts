import { CloudError } from '@imago/engine';
import type { CloudErrorKind } from '@imago/engine';

/** AWS writes codes in many styles; the first rule that fits decides. */
const rulesByCode: readonly (readonly [RegExp, CloudErrorKind])[] = [
  [
    /throttl|RequestLimitExceeded|TooManyRequests|SlowDown|BandwidthLimitExceeded|PriorRequestNotComplete/i,
    'throttled',
  ],
  [/NotFound|NoSuch|NotExist|\.Unknown$|^NotFound$/i, 'not-found'],
  [
    /Unauthorized|AccessDenied|AuthFailure|InvalidClientTokenId|SignatureDoesNotMatch|ExpiredToken|InvalidAccessKeyId|OptInRequired|CredentialsProvider|^Forbidden$/i,
    'denied',
  ],
  [
    /Duplicate|AlreadyExist|AlreadyOwned|AlreadyAssociated|InUse|DependencyViolation|IncorrectState|IncorrectInstanceState|PreconditionFailed|Conflict|ActivityInProgress|InstanceRefreshInProgress|BucketNotEmpty/i,
    'conflict',
  ],
  [/^Internal|ServiceUnavailable|InsufficientInstanceCapacity|RequestTimeout|TimeoutError/i, 'unavailable'],
];

/** A quota of the account; what is refused by rate is throttled, and no such thing. */
const quotas =
  /^TooMany(?!Requests)|(?<!Request|Bandwidth)(LimitExceeded|QuotaExceeded)|^LimitExceeded|AssociationLimit/;
const quotaAdvice = '; delete what nothing uses any more, or ask AWS for a higher quota';

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

interface SdkErrorShape {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  readonly status: number | undefined;
}

/** Maps what the SDK threw to the engine's CloudError; `operation` names the AWS action in the message. */
export function mapError(error: unknown, operation: string): CloudError {
  if (error instanceof CloudError) return error;
  const shape = readShape(error);
  if (shape.code !== undefined && networkCodes.has(shape.code)) {
    return new CloudError(
      'unavailable',
      shape.code,
      `${operation}: no connection to the cloud (${shape.message || shape.code})`,
      error,
    );
  }
  const kind = kindOf(shape);
  const what = `${operation} failed with ${shape.name}: ${shape.message}`;
  return new CloudError(kind, shape.name, quotas.test(shape.name) ? `${what}${quotaAdvice}` : what, error);
}

function kindOf({ name, message, status }: SdkErrorShape): CloudErrorKind {
  // Auto Scaling and ELBv2 report a missing thing as a ValidationError with words only.
  if (/^Validation(Error|Exception)$/.test(name) && /not found|does not exist/i.test(message))
    return 'not-found';
  const byCode = rulesByCode.find(([pattern]) => pattern.test(name));
  if (byCode !== undefined) return byCode[1];
  if (status === undefined) return 'invalid';
  if (status === 404) return 'not-found';
  if (status === 429) return 'throttled';
  if (status === 401 || status === 403) return 'denied';
  if (status === 409 || status === 412) return 'conflict';
  return status >= 500 ? 'unavailable' : 'invalid';
}

function readShape(error: unknown): SdkErrorShape {
  if (!(error instanceof Error))
    return { name: 'Unknown', message: String(error), code: undefined, status: undefined };
  const { code, $metadata } = error as Error & { code?: unknown; $metadata?: { httpStatusCode?: number } };
  return {
    name: error.name,
    message: error.message,
    code: typeof code === 'string' ? code : undefined,
    status: $metadata?.httpStatusCode,
  };
}
