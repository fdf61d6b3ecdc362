import { AwsError } from '../../wire/aws-error.ts';

/** Where a page ended, as a token that means nothing to clients. */
export function writeToken(last: string): string {
  return Buffer.from(JSON.stringify(last)).toString('base64');
}

/** The key or bucket after which the next page begins; empty for the first page. */
export function readToken(token: string | undefined): string {
  if (!token) return '';
  try {
    const last: unknown = JSON.parse(Buffer.from(token, 'base64').toString());
    if (typeof last === 'string') return last;
  } catch {
    // Not one of ours: refused below, like any other.
  }
  throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
}
