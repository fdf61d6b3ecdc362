import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { WireRequest, WireResponse } from './message.ts';

/** Actions other than S3's fit into this many times over. */
const MAX_FORM_BYTES = 16 * 1024 * 1024;
/** Bodies are held in memory while their signature is checked. Larger files go in parts, as all clients send them. */
const MAX_OBJECT_BYTES = 1024 * 1024 * 1024;

type Log = (event: string, facts: Readonly<Record<string, unknown>>) => void;

/** Connects a function of requests to node:http. */
export function createListener(
  handle: (request: WireRequest) => Promise<WireResponse>,
  log: Log,
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await readBody(incoming);
    // What is too large is read to its end, unused: a client that is still sending would not look for an answer.
    if (!body) return refuseBody(outgoing);
    const [path, search] = splitUrl(incoming.url ?? '/');
    const method = incoming.method ?? 'GET';
    await send(
      await handle({ method, path, search, headers: flatten(incoming.headers), body }),
      method,
      outgoing,
    );
  };
  return (incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => {
      // The client is gone, or the source of a streamed body failed: there is nobody to tell, or no way to.
      log('connection lost', { error });
      outgoing.destroy();
    });
  };
}

/** Undefined where the body is larger than it may be. Events, because an async iterator costs as much as the rest. */
function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const isForm = incoming.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const limit = isForm ? MAX_FORM_BYTES : MAX_OBJECT_BYTES;
  return new Promise((resolve, reject) => {
    const announced = Number(incoming.headers['content-length'] ?? 0);
    if (announced > limit) resolve(undefined);
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (announced <= limit && bytes <= limit) chunks.push(chunk);
      else chunks.length = 0;
    });
    incoming.on('end', () => {
      if (bytes > limit) resolve(undefined);
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    incoming.on('error', reject);
  });
}

/** Nothing of the request has been looked at, so the answer is S3's: no other service has bodies of that size. */
function refuseBody(outgoing: ServerResponse): void {
  const message = `Your proposed upload exceeds the maximum allowed size of ${MAX_OBJECT_BYTES} bytes: upload it in parts.`;
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>EntityTooLarge</Code><Message>${message}</Message></Error>`;
  outgoing.writeHead(400, { 'content-type': 'application/xml', connection: 'close' }).end(body);
}

function splitUrl(url: string): [path: string, search: string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

function flatten(headers: IncomingMessage['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}

async function send(
  { status, headers, body }: WireResponse,
  method: string,
  outgoing: ServerResponse,
): Promise<void> {
  if (method === 'HEAD' || status === 204 || status === 304) {
    if (body instanceof Readable) body.destroy();
    outgoing.writeHead(status, headers).end();
  } else if (body instanceof Readable) {
    outgoing.writeHead(status, headers);
    await pipeline(body, outgoing);
  } else {
    // A string goes out in one piece with its head, bytes in two.
    outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
  }
}
