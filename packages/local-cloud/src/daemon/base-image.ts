import type { LocalCloud } from '../cloud.ts';

/** How far the base image is that every other one is baked from. */
export interface BaseImage {
  readonly name: string;
  readonly state: 'building' | 'ready' | 'failed';
  readonly error?: string;
}

/**
 * Makes the base image in the background, so that the first instance waits less; a failure is told in the status
 * and tried again when an instance needs it. Answers how far it is.
 */
export function prepareBaseImage(cloud: LocalCloud, name: string): () => BaseImage {
  let error: string | undefined;
  const started = Date.now();
  cloud.machines.prepareBase(name).then(
    () => {
      cloud.log('base image ready', { name, seconds: (Date.now() - started) / 1000 });
      cloud.poke();
    },
    (reason: unknown) => {
      error = reason instanceof Error ? reason.message : String(reason);
      cloud.log('base image failed', { name, error });
    },
  );
  return () => {
    if (cloud.machines.hasDisk(name)) return { name, state: 'ready' };
    return error === undefined ? { name, state: 'building' } : { name, state: 'failed', error };
  };
}
