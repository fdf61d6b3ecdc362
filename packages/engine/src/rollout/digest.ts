import { createHash } from 'node:crypto';
import type { FleetSettings } from '../model/fleet.ts';
import type { ImageRef } from '../model/release.ts';

/** What only says how to roll out, and to whom to tell it. */
const passing: ReadonlySet<string> = new Set<keyof FleetSettings>([
  'strategy',
  'probe',
  'gates',
  'hooks',
  'ssh',
  'notifications',
]);

/** Hash of the image and of all settings but those that only say how to roll out. */
export function digestOf(image: ImageRef, settings: FleetSettings): string {
  const lasting = Object.fromEntries(Object.entries(settings).filter(([key]) => !passing.has(key)));
  return createHash('sha256')
    .update(canonical({ image: image.id, settings: lasting }))
    .digest('hex')
    .slice(0, 16);
}

/** JSON with its keys in order, so that equal settings have equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
