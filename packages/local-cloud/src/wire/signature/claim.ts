import type { WireRequest } from '../message.ts';

/** What a request says about who signed it, before anything is checked. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  /** The day in the scope, `20261121`. */
  readonly day: string;
  readonly region: string;
  readonly signingName: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** Time of signing, `20261121T100000Z`. */
  readonly time: string;
  readonly sessionToken: string | undefined;
  /** Seconds that a presigned URL is good for; undefined where the signature is in the headers. */
  readonly expiresSeconds: number | undefined;
}

/** Why a claim cannot be read, in AWS's words. */
export class UnreadableClaim extends Error {}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * Reads the signature out of the headers or the query; undefined where there is none.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function readClaim(request: WireRequest): SignatureClaim | undefined {
  const { authorization } = request.headers;
  if (authorization !== undefined) return fromHeader(authorization, request.headers);
  return request.search.includes('X-Amz-') ? fromQuery(new URLSearchParams(request.search)) : undefined;
}

function fromHeader(authorization: string, headers: WireRequest['headers']): SignatureClaim {
  if (!authorization.startsWith(`${ALGORITHM} `)) {
    throw new UnreadableClaim(
      `The authorization mechanism you have provided is not supported. Please use ${ALGORITHM}.`,
    );
  }
  const fields = new Map(
    authorization
      .slice(ALGORITHM.length)
      .split(',')
      .map((field) => {
        const [name = '', ...value] = field.trim().split('=');
        return [name, value.join('=')];
      }),
  );
  const demand = (name: string): string => {
    const value = fields.get(name);
    if (!value) throw new UnreadableClaim(`Authorization header requires '${name}' parameter.`);
    return value;
  };
  const credential = readCredential(demand('Credential'));
  return {
    ...credential,
    signedHeaders: demand('SignedHeaders').split(';'),
    signature: demand('Signature'),
    time: headers['x-amz-date'] ?? basicTime(headers['date']),
    sessionToken: headers['x-amz-security-token'],
    expiresSeconds: undefined,
  };
}

function fromQuery(query: URLSearchParams): SignatureClaim | undefined {
  const algorithm = query.get('X-Amz-Algorithm');
  if (algorithm === null) return undefined;
  if (algorithm !== ALGORITHM) {
    throw new UnreadableClaim(`X-Amz-Algorithm only supports "${ALGORITHM}"`);
  }
  const demand = (name: string): string => {
    const value = query.get(name);
    if (!value) throw new UnreadableClaim(`Query-string authentication requires the ${name} parameter.`);
    return value;
  };
  const expires = Number(demand('X-Amz-Expires'));
  if (!Number.isInteger(expires) || expires < 0 || expires > 604_800) {
    throw new UnreadableClaim('X-Amz-Expires must be between 0 and 604800 seconds');
  }
  return {
    ...readCredential(demand('X-Amz-Credential')),
    signedHeaders: demand('X-Amz-SignedHeaders').split(';'),
    signature: demand('X-Amz-Signature'),
    time: demand('X-Amz-Date'),
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    expiresSeconds: expires,
  };
}

function readCredential(
  credential: string,
): Pick<SignatureClaim, 'accessKeyId' | 'day' | 'region' | 'signingName'> {
  const parts = credential.split('/');
  const [accessKeyId, day, region, signingName, end] = parts;
  if (parts.length !== 5 || !accessKeyId || !day || !region || !signingName || end !== 'aws4_request') {
    throw new UnreadableClaim(
      `the Credential is malformed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request", got "${credential}"`,
    );
  }
  return { accessKeyId, day, region, signingName };
}

/** The `date` header may stand in for `x-amz-date`. */
function basicTime(httpDate: string | undefined): string {
  const date = new Date(httpDate ?? Number.NaN);
  if (Number.isNaN(date.getTime())) {
    throw new UnreadableClaim(
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    );
  }
  return date.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** The time of a claim as a date. */
export function claimDate({ time, day }: SignatureClaim): Date {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time);
  const date = new Date(match ? time.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5') : Number.NaN);
  if (Number.isNaN(date.getTime())) {
    throw new UnreadableClaim(`Date must be in ISO-8601 'basic format'. Got '${time}'.`);
  }
  if (!time.startsWith(day)) {
    throw new UnreadableClaim(
      `Date in Credential scope does not match the date of the request: ${day}, ${time}`,
    );
  }
  return date;
}
