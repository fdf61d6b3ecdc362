import type { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { LocalCloud } from '../../../cloud.ts';
import type { ObjectRecord } from '../../../store/records/s3.ts';
import { type Route, on } from '../../../wire/route.ts';
import { openBody } from '../bodies.ts';
import type { ByteRange } from '../byte-range.ts';
import { isMissingFile } from '../missing-file.ts';
import { renderObject } from '../render-object.ts';
import { requireObject } from '../require-object.ts';

/** `GetObject`: whole, a range or a part; conditional; 206 when a range is answered. */
export const route: Route = on(GetObjectCommand, async (input, { cloud }) => {
  for (;;) {
    const object = requireObject(cloud, input);
    const { range, output } = renderObject(object, input);
    const body = await openRange(cloud, object, range);
    if (body) return { ...output, Body: body };
  }
});

/** Streams the body; nothing when the object was replaced or deleted since it was looked up. */
async function openRange(
  cloud: LocalCloud,
  object: ObjectRecord,
  range: ByteRange | undefined,
): Promise<Readable | undefined> {
  try {
    const handle = await openBody(cloud, object.file);
    return handle.createReadStream(range ? { start: range.first, end: range.last } : {});
  } catch (error) {
    const replaced = cloud.tables.objects.get(object.id)?.file !== object.file;
    if (replaced && isMissingFile(error)) return undefined;
    throw error;
  }
}
