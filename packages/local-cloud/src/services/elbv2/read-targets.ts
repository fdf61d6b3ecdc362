import type { TargetDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkRange } from './check-range.ts';
import type { TargetReference } from './targets.ts';

/** The targets that a request names. */
export function readTargets(targets: readonly TargetDescription[] | undefined): readonly TargetReference[] {
  return (targets ?? []).map(({ Id: id = '', Port }) => {
    const port = checkRange('port', Port, 1, 65_535);
    return port === undefined ? { id } : { id, port };
  });
}
