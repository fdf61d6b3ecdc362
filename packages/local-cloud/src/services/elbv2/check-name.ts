import { AwsError } from '../../wire/aws-error.ts';

/** Refuses a name that AWS would: 1 to 32 letters, digits and hyphens, with no hyphen at either end. */
export function checkName(
  what: 'Load balancer name' | 'Target group name',
  name: string | undefined,
): string {
  if (name === undefined || name === '') throw new AwsError('ValidationError', `${what} must be specified`);
  if (name.length > 32) {
    throw new AwsError('ValidationError', `${what} '${name}' cannot be longer than '32' characters`);
  }
  if (!/^[A-Za-z0-9-]+$/.test(name)) {
    const allowed = 'alphanumeric characters and hyphens(-)';
    throw new AwsError(
      'ValidationError',
      `${what} '${name}' can only contain characters that are ${allowed}`,
    );
  }
  if (name.startsWith('-') || name.endsWith('-')) {
    throw new AwsError('ValidationError', `${what} '${name}' cannot begin or end with '-'`);
  }
  return name;
}
