import { ImagoError } from '../errors/imago-error.ts';
import type { BakeOutcome, BakePorts, BakeRequest } from './bake-request.ts';

/**
 * Bakes images from recipes, layers first, and skips what exists with the same fingerprint.
 *
 * Throws an ImagoError after the clean-up: `recipe-invalid`, `source-missing`, `script-failed`, or the signal's reason.
 */
export async function bake(
  request: BakeRequest,
  ports: BakePorts,
  signal: AbortSignal,
): Promise<BakeOutcome> {
  signal.throwIfAborted();
  ports.emit({ kind: 'bake.notice', recipe: request.recipes[0]?.name ?? '', message: '' });
  throw new ImagoError({ code: 'bake-unfinished', source: 'internal', message: 'baking is not built yet' });
}
