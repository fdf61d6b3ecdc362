import { readdirSync } from 'node:fs';
import type { LocalCloud } from '../../cloud.ts';
import { bodiesDir, dropBodies } from './bodies.ts';
import { isMissingFile } from './missing-file.ts';

/**
 * Deletes the bodies that no record points to: what a killed daemon had not finished writing, or deleting.
 * For the start of the daemon, before it takes requests.
 */
export function sweepObjects(cloud: LocalCloud): void {
  const used = new Set<string>();
  for (const object of cloud.tables.objects.values()) used.add(object.file);
  for (const upload of cloud.tables.uploads.values()) for (const part of upload.parts) used.add(part.file);
  const orphans = bodiesOf(cloud).filter((file) => !used.has(file));
  dropBodies(cloud, orphans);
  if (orphans.length > 0) cloud.log('s3.swept', { files: orphans.length });
}

function bodiesOf(cloud: LocalCloud): readonly string[] {
  try {
    return readdirSync(bodiesDir(cloud));
  } catch (error) {
    if (isMissingFile(error)) return [];
    throw error;
  }
}
