import { validationError } from './iam-errors.ts';

/** Refuses names that IAM refuses; `member` is what the request calls it. */
export function validateName(name: string | undefined, member: string, longest: number): string {
  if (name !== undefined && /^[\w+=,.@-]+$/.test(name) && name.length <= longest) return name;
  throw validationError(
    `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_- and be at most ${longest} characters long.`,
  );
}

/** Refuses paths that IAM refuses. */
export function validatePath(path: string | undefined): string {
  if (!path) return '/';
  if (/^\/(?:[\x21-\x7e]+\/)?$/.test(path) && path.length <= 512) return path;
  throw validationError(
    'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
  );
}
