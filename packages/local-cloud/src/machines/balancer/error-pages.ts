import { join } from 'node:path';
import type { BalancerPaths } from './balancer-paths.ts';

/** Reason phrases of the answers that a load balancer gives by itself. */
export const errorPages: ReadonlyMap<number, string> = new Map([
  [400, 'Bad Request'],
  [408, 'Request Time-out'],
  [500, 'Internal Server Error'],
  [502, 'Bad Gateway'],
  [503, 'Service Temporarily Unavailable'],
  [504, 'Gateway Time-out'],
]);

/** Where the answer with a status is kept for HAProxy. */
export function errorPagePath(paths: BalancerPaths, status: number): string {
  return join(paths.dir, `${status}.http`);
}

/** One answer in full, in the form of an Application Load Balancer's. */
export function renderErrorPage(status: number): string {
  const title = `${status} ${errorPages.get(status) ?? 'Error'}`;
  const body = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
  return [
    `HTTP/1.1 ${title}`,
    'Server: awselb/2.0',
    'Content-Type: text/html',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}
