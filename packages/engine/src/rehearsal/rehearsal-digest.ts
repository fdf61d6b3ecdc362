import { createHash } from 'node:crypto';
import type { EnvironmentSettings, ImageRef } from '../model/release.ts';
import { canonical } from '../rollout/digest.ts';

/** What differs between those who rehearse and those who deploy, and changes nothing that is tried. */
const elsewhere: ReadonlySet<string> = new Set<keyof EnvironmentSettings>([
  'ssh',
  'notifications',
  'requireRehearsal',
]);

/** Hash of all that a rehearsal tries: the image, what runs, how it is rolled out, and how it is tested. */
export function rehearsalDigest(image: Pick<ImageRef, 'id'>, settings: EnvironmentSettings): string {
  const tried = Object.fromEntries(Object.entries(settings).filter(([key]) => !elsewhere.has(key)));
  return createHash('sha256')
    .update(canonical({ image: image.id, settings: tried }))
    .digest('hex')
    .slice(0, 16);
}
