import { quoteArgument } from './quote-argument.ts';

const QUERY = '?#{query}';

/** The rules that send a client elsewhere; without a query its part of the location, `?` included, is left out. */
export function renderRedirect(status: number, location: string, port: number): readonly string[] {
  const rule = (template: string): string =>
    `http-request redirect code ${status} location ${fillIn(template, port)}`;
  if (!location.endsWith(QUERY)) return [rule(location)];
  return [`${rule(location)} if { query -m found }`, rule(location.slice(0, -QUERY.length))];
}

function fillIn(template: string, port: number): string {
  return quoteArgument(template.replaceAll('%', '%%'))
    .replaceAll('#{protocol}', 'http')
    .replaceAll('#{host}', '%[req.hdr(host),field(1,:)]')
    .replaceAll('#{port}', String(port))
    .replaceAll('#{path}', '%[path,regsub(^/,)]')
    .replaceAll('#{query}', '%[query]');
}
