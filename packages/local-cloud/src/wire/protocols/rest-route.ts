import { compiled } from './compiled.ts';
import { type Binding, httpBindings } from './http-bindings.ts';
import type { WireRequest } from '../message.ts';
import type { Operation } from '../operation.ts';

/** How requests for an operation look. */
interface Pattern {
  readonly method: string;
  readonly path: RegExp;
  /** Query parameters of the path template: `?uploads`, `?list-type=2`. */
  readonly marks: readonly (readonly [key: string, value: string])[];
  /** Query parameters and headers that the operation cannot do without: `partNumber`, `x-amz-copy-source`. */
  readonly needed: readonly Binding[];
  readonly queryKeys: ReadonlySet<string>;
  /** The more of a request an operation explains, the better it fits. */
  readonly weight: number;
}

/** The SDKs add this to some requests; it says nothing that the rest of the request does not. */
const SDK_MARK = 'x-id';

const patternOf = compiled(compilePattern);

function compilePattern(operation: Operation): Pattern {
  const [method = '', template = '/'] = operation.http ?? [];
  const bindings = httpBindings(operation.input);
  const [templatePath = '/', marks = ''] = template.split('?');
  const path = withBucket(templatePath, bindings);
  const needed = bindings.filter(
    ({ name, place }) =>
      operation.required.includes(name) && (place.kind === 'query' || place.kind === 'header'),
  );
  const statics = [...new URLSearchParams(marks)].filter(([key]) => key !== SDK_MARK);
  return {
    method,
    path: pathExpression(path),
    marks: statics,
    needed,
    queryKeys: new Set([
      ...statics.map(([key]) => key),
      ...bindings.flatMap(({ place }) => (place.kind === 'query' ? [place.key] : [])),
    ]),
    weight: 100 * (statics.length + needed.length) + path.split('/').length,
  };
}

/** S3's templates leave the bucket out, because there it may be part of the host name; here it is in the path. */
function withBucket(path: string, bindings: readonly Binding[]): string {
  const bucket = bindings.some(({ name, place }) => name === 'Bucket' && place.kind === 'label');
  if (!bucket || path.includes('{Bucket}')) return path;
  return path === '/' ? '/{Bucket}' : `/{Bucket}${path}`;
}

function pathExpression(path: string): RegExp {
  const source = path
    .replace(/[.*?^$()|[\]\\]/g, String.raw`\$&`)
    .replace(
      /\{(\w+)(\+?)\}/g,
      (_, name: string, greedy: string) => `(?<${name}>${greedy ? '.+' : '[^/]+'})`,
    );
  return new RegExp(`^${source}/?$`);
}

/** What of a request decides its operation: the query is decoded once for all candidates. */
export interface RestRequest {
  readonly request: WireRequest;
  readonly query: URLSearchParams;
}

/** Finds the operation that a REST request is for. */
export function matchOperation<Candidate extends { readonly operation: Operation }>(
  candidates: Iterable<Candidate>,
  { request, query }: RestRequest,
): Candidate | undefined {
  let best: Candidate | undefined;
  let weight = -1;
  for (const candidate of candidates) {
    const pattern = patternOf(candidate.operation);
    if (pattern.weight > weight && matches(pattern, request, query)) {
      best = candidate;
      ({ weight } = pattern);
    }
  }
  return best;
}

function matches(pattern: Pattern, request: WireRequest, query: URLSearchParams): boolean {
  return (
    pattern.method === request.method &&
    pattern.path.test(request.path) &&
    pattern.marks.every(([key, value]) => query.has(key) && (value === '' || query.get(key) === value)) &&
    pattern.needed.every(({ place }) =>
      place.kind === 'query' ? query.has(place.key) : place.kind === 'header' && place.key in request.headers,
    ) &&
    explainsSubresources(pattern, query)
  );
}

/**
 * `PUT /bucket/key?acl` must never be taken for `PUT /bucket/key`, even where the action behind `?acl` is not
 * served: a parameter without a value that an operation does not know asks for another operation.
 */
function explainsSubresources(pattern: Pattern, query: URLSearchParams): boolean {
  for (const [key, value] of query) if (value === '' && !pattern.queryKeys.has(key)) return false;
  return true;
}

/** The labels in a request's path, still percent-encoded. */
export function pathLabels(operation: Operation, path: string): Readonly<Record<string, string | undefined>> {
  return patternOf(operation).path.exec(path)?.groups ?? {};
}
