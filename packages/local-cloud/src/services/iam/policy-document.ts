import { AwsError } from '../../wire/aws-error.ts';

/** Refuses what is no policy at all. Policies are kept and given back; the local cloud enforces none. */
export function validatePolicy(document: string | undefined): string {
  const policy = parse(document ?? '');
  if (typeof policy === 'object' && policy !== null && 'Statement' in policy) return document ?? '';
  throw malformed('Syntax errors in policy.');
}

/** Documents travel URL-encoded in IAM's answers. */
export function renderPolicy(document: string): string {
  return encodeURIComponent(document);
}

function parse(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message);
}
