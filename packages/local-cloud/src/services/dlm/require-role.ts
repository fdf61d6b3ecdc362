import type { LocalCloud } from '../../cloud.ts';
import { invalidRequest } from './dlm-errors.ts';

/** Refuses an execution role that there is not: nothing could be done in its name. */
export function requireExecutionRole(cloud: LocalCloud, arn: string): string {
  for (const role of cloud.tables.roles.values()) if (role.arn === arn) return arn;
  throw invalidRequest(`The execution role ${arn} does not exist.`);
}
