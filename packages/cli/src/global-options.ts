import { parseArgs } from 'node:util';

/** Options that every command understands, wherever they stand on the line. */
export interface GlobalOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: boolean;
  readonly yes: boolean;
  readonly configFile: string | undefined;
}

const switches = ['json', 'quiet', 'verbose', 'no-color', 'yes'] as const;

/** Takes the global options out of the command line; the rest is the command's own. */
export function splitGlobalOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): { readonly options: GlobalOptions; readonly rest: readonly string[] } {
  const end = argv.indexOf('--');
  const before = end < 0 ? argv : argv.slice(0, end);
  const { tokens } = parseArgs({
    args: [...before],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      ...Object.fromEntries(switches.map((name) => [name, { type: 'boolean' as const }])),
    },
  });
  const given = new Map<string, string | true>();
  const taken = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const isSwitch = (switches as readonly string[]).includes(token.name) && token.value === undefined;
    if (!isSwitch && !(token.name === 'config' && token.value !== undefined)) continue;
    given.set(token.name, token.value ?? true);
    taken.add(token.index);
    if (token.name === 'config' && token.inlineValue === false) taken.add(token.index + 1);
  }
  const config = given.get('config');
  return {
    options: {
      json: given.has('json'),
      quiet: given.has('quiet'),
      verbose: given.has('verbose'),
      color: !given.has('no-color') && !env['NO_COLOR'],
      yes: given.has('yes'),
      configFile: typeof config === 'string' ? config : undefined,
    },
    rest: [...before.filter((_, index) => !taken.has(index)), ...(end < 0 ? [] : argv.slice(end))],
  };
}
