import type { LocalCloud } from '../../cloud.ts';
import { rulesOf } from './usage.ts';

/** Deletes a listener with its rules; these first, so that none is ever without its listener. */
export function deleteListener(cloud: LocalCloud, arn: string): void {
  for (const { id } of rulesOf(cloud, arn)) cloud.tables.rules.delete(id);
  cloud.tables.listeners.delete(arn);
}
