import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../run.ts';

/** A package archive, as a stanza of deb822 (sources.list(5)) has it. */
export interface AptSource {
  readonly uris: readonly string[];
  readonly suites: readonly string[];
  readonly components: readonly string[];
  readonly signedBy?: string;
}

/**
 * The host's sources of Debian's own archive when the host runs that very suite, so that a mirror or a snapshot
 * somebody chose is used for machines too. Undefined: let mmdebstrap take its default.
 */
export async function hostSources(suite: string, etc = '/etc'): Promise<readonly AptSource[] | undefined> {
  const release = await readFile(join(etc, 'os-release'), 'utf8').catch(() => '');
  if (!new RegExp(`^VERSION_CODENAME="?${suite}"?$`, 'm').test(release)) return undefined;
  const directory = join(etc, 'apt/sources.list.d');
  const names: readonly string[] = await readdir(directory).catch(() => []);
  const files = [join(etc, 'apt/sources.list'), ...[...names].sort().map((name) => join(directory, name))];
  const sources: AptSource[] = [];
  for (const file of files) {
    if (!/\.(list|sources)$/.test(file)) continue;
    const text = await readFile(file, 'utf8').catch(() => '');
    sources.push(...(file.endsWith('.list') ? parseOneLine(text) : parseDeb822(text)));
  }
  const own = sources.flatMap((source) => debianPart(source, suite));
  return own.some(({ suites }) => suites.includes(suite)) ? own : undefined;
}

/** Settings of apt that concern the way to the archive: proxies, retries, dates of a snapshot. */
export async function hostAptSettings(): Promise<string> {
  const { stdout } = await run('apt-config', ['dump']);
  return selectAptSettings(stdout);
}

/** Picks them out of what `apt-config dump` prints; a proxy on the host's loopback is out of a machine's reach. */
export function selectAptSettings(dump: string): string {
  const wanted = /^Acquire::(https?|ftp|socks|Retries|ForceIPv[46]|Check-Valid-Until|Check-Date)\b/;
  const lines = dump.split('\n').filter((line) => wanted.test(line) && !line.endsWith(' "";'));
  const reachable = lines.filter((line) => !/\/\/(localhost|127\.|\[::1\])|CaInfo|SslCert|SslKey/.test(line));
  return [...new Set(reachable)].map((line) => `${line}\n`).join('');
}

/** Writes sources as a deb822 file. */
export function renderSources(sources: readonly AptSource[]): string {
  return sources
    .map(({ uris, suites, components, signedBy }) =>
      [
        'Types: deb',
        `URIs: ${uris.join(' ')}`,
        `Suites: ${suites.join(' ')}`,
        `Components: ${components.join(' ')}`,
        ...(signedBy === undefined ? [] : [`Signed-By: ${signedBy}`]),
        '',
      ].join('\n'),
    )
    .join('\n');
}

/** Reads the one-line style: `deb [option=value] URI SUITE COMPONENT...`. */
export function parseOneLine(text: string): readonly AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+([^#]+)/.exec(line);
    if (match === null) return [];
    const [, options = '', uri = '', suite = '', components = ''] = match;
    const signedBy = /(?:^|\s)signed-by=(\S+)/.exec(options)?.[1];
    return [
      {
        uris: [uri],
        suites: [suite],
        components: words(components),
        ...(signedBy === undefined ? {} : { signedBy }),
      },
    ];
  });
}

/** Reads stanzas of the deb822 style. */
export function parseDeb822(text: string): readonly AptSource[] {
  const withoutComments = text.replaceAll(/^#.*\n?/gm, '');
  return withoutComments.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = new Map<string, string>();
    for (const [, key = '', value = ''] of stanza.matchAll(/^([\w-]+):((?:.*)(?:\n[ \t].*)*)/gm)) {
      fields.set(key.toLowerCase(), value.trim());
    }
    const list = (key: string): readonly string[] => words(fields.get(key) ?? '');
    if (!list('types').includes('deb') || fields.get('enabled') === 'no') return [];
    const signedBy = fields.get('signed-by');
    return [
      {
        uris: list('uris'),
        suites: list('suites'),
        components: list('components'),
        ...(signedBy === undefined ? {} : { signedBy }),
      },
    ];
  });
}

/** What of a source is Debian's own: others sign with keys that a new machine does not have. */
function debianPart(source: AptSource, suite: string): readonly AptSource[] {
  if (source.signedBy !== undefined && !source.signedBy.includes('debian-archive')) return [];
  const suites = source.suites.filter((name) =>
    [suite, `${suite}-updates`, `${suite}-security`, `${suite}/updates`].includes(name),
  );
  const components = source.components.filter((name) => name === 'main');
  return suites.length === 0 || components.length === 0 ? [] : [{ ...source, suites, components }];
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
