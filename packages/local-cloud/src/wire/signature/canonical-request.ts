import type { WireRequest } from '../message.ts';

/** What of a request goes into its signature besides the request itself. */
export interface CanonicalForm {
  readonly signedHeaders: readonly string[];
  /** Hash of the body, or one of S3's words for a body that is not hashed as a whole. */
  readonly payloadHash: string;
  /** S3 signs the path once encoded and keeps its slashes and dots; all others encode and tidy it again. */
  readonly likeS3: boolean;
}

/** The text that both sides hash. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function canonicalRequest(request: WireRequest, form: CanonicalForm): string {
  const path = form.likeS3 ? onceEncoded(request.path) : twiceEncoded(request.path);
  let headers = '';
  for (const name of form.signedHeaders) {
    headers += `${name}:${(request.headers[name] ?? '').trim().replace(/ {2,}/g, ' ')}\n`;
  }
  return `${request.method}\n${path}\n${canonicalQuery(request.search)}\n${headers}\n${form.signedHeaders.join(';')}\n${form.payloadHash}`;
}

function onceEncoded(path: string): string {
  return path
    .split('/')
    .map((segment) => encode(decode(segment)))
    .join('/');
}

function twiceEncoded(path: string): string {
  if (path === '/') return path;
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encode(segment));
  }
  const end = path.endsWith('/') && segments.length > 0 ? '/' : '';
  return `/${segments.join('/')}${end}`;
}

function canonicalQuery(search: string): string {
  if (search === '') return '';
  return search
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature='))
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [encode(decode(name.replaceAll('+', ' '))), encode(decode(value.replaceAll('+', ' ')))] as const;
    })
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Everything but letters, digits and `-._~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Text that is no valid encoding stands for itself: its signature will not match, and that is the right answer. */
function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
