import { randomBytes } from 'node:crypto';

/** A new resource id as EC2 makes them: the prefix (`i`, `ami`, `sg`, …), a dash and 17 hexadecimal digits. */
export function newId(prefix: string): string {
  return `${prefix}-${randomBytes(9).toString('hex').slice(0, 17)}`;
}
