import { quoteArgument } from './quote-argument.ts';

const QUERY = '?#{query}';

/** The lines that send a client elsewhere where a condition holds; without a query its part of the location, `?` included, is left out. */
export function renderRedirect(
  status: number,
  location: string,
  port: number,
  condition: string,
): readonly string[] {
  const rule = (template: string): string =>
    `http-request redirect code ${status} location ${fillIn(template, port)} if ${condition}`;
  if (!location.endsWith(QUERY)) return [rule(location)];
  return [`${rule(location)} { query -m found }`, rule(location.slice(0, -QUERY.length))];
}

function fillIn(template: string, port: number): string {
  return quoteArgument(template.replaceAll('%', '%%'))
    .replaceAll('#{protocol}', 'http')
    .replaceAll('#{host}', '%[req.hdr(host),field(1,:)]')
    .replaceAll('#{port}', String(port))
    .replaceAll('#{path}', '%[path,regsub(^/,)]')
    .replaceAll('#{query}', '%[query]');
}
