import { CloudError } from '@imago/engine';
import type { CloudErrorKind } from '@imago/engine';

/** Answers undefined when the call fails in one of these ways: what was to be reached is so already, or comes later. */
export async function tolerate<T>(
  kinds: readonly CloudErrorKind[],
  call: Promise<T>,
): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof CloudError && kinds.includes(error.kind)) return undefined;
    throw error;
  }
}
