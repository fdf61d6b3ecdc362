import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { describe, expect, test } from 'vitest';
import * as engine from '@imago/engine';
import { defineProject, fleet, fleetOf, http, loadSpec } from '@imago/engine';
import type { FleetOptions, FleetSettings } from '@imago/engine';

const root = join(import.meta.dirname, '../../../..');
const pages = ['README.md', ...markdownIn('docs')];

function markdownIn(folder: string): readonly string[] {
  const found = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return found.filter((name) => name.endsWith('.md')).map((name) => join(folder, name));
}

const read = (page: string): string => readFileSync(join(root, page), 'utf8');

/** Runs text of a page as a config that has imported everything. */
const evaluate = (code: string): unknown =>
  (compileFunction(code, Object.keys(engine)) as (...values: readonly unknown[]) => unknown)(
    ...Object.values(engine),
  );

/** A config with this in its fleet. */
const project = (options: Partial<FleetOptions>): unknown =>
  defineProject({
    name: 'shop',
    environments: {
      production: fleet({
        image: 'ami-0123456789abcdef0',
        size: { min: 2, desired: 3, max: 10 },
        loadBalancer: { port: 8080, health: http('/healthz') },
        ssh: { user: 'admin', privateKey: '~/.ssh/shop' },
        ...options,
      }),
    },
  });

function settingsOf(options: Partial<FleetOptions>): FleetSettings | undefined {
  const loaded = loadSpec(project(options));
  return 'spec' in loaded ? fleetOf(loaded.spec.environments['production']?.settings) : undefined;
}

/** The `ts` blocks of a page, each with its line: whole configs, images on their own, or fields of a fleet. */
const snippets = pages.flatMap((page) =>
  [...read(page).matchAll(/^```ts\n(.*?)^```$/gms)].map(({ 1: code = '', index }) => {
    const line = read(page).slice(0, index).split('\n').length;
    return { where: `${page}:${line}`, code };
  }),
);

function configIn(code: string): unknown {
  if (code.includes('defineProject('))
    return evaluate(code.replace(/^import .*$/gm, '').replace('export default', 'return'));
  const images = [...code.matchAll(/^const (\w+) = /gm)].map(([, name]) => name);
  if (images.length > 0)
    return evaluate(`${code}\nreturn defineProject({ name: 'shop', images: [${images.join(', ')}] })`);
  return project(evaluate(`return { ${code} }`) as Partial<FleetOptions>);
}

describe('the configs in the documentation', () => {
  test.each(snippets)('$where loads', ({ code }) => {
    expect(loadSpec(configIn(code))).toHaveProperty('spec');
  });

  test('import what the command gives them', () => {
    const exported = readFileSync(join(root, 'packages/cli/src/index.ts'), 'utf8');
    const imported = snippets.flatMap(({ code }) => [...code.matchAll(/^import \{(.*)\} from 'imago'/gm)]);
    const names = imported.flatMap(([, list = '']) => list.split(',').map((name) => name.trim()));
    expect(names.filter((name) => !exported.includes(`  ${name},`))).toEqual([]);
  });
});

/** What a table of options says: each option with the code in its default's cell. */
interface Table {
  readonly title: string;
  readonly defaults: ReadonlyMap<string, string | undefined>;
}

/** The tables of a page that begin with `option` and `default`, under the heading before each. */
function tablesOf(page: string): readonly Table[] {
  const found = read(page).matchAll(/^\| option +\| default .*\n\|[ -|]+\n((?:\|.*\n)+)/gm);
  return [...found].map(({ 1: rows = '', index }) => {
    const heading = /^#+ (.*)$/gm;
    const headings = [...read(page).slice(0, index).matchAll(heading)];
    const cells = rows
      .trimEnd()
      .split('\n')
      .map((row) => row.split('|').map((cell) => cell.trim()));
    const defaults = cells.map(
      ([, option = '', cell = '']) => [option.replaceAll('`', ''), /^`([^`]+)`/.exec(cell)?.[1]] as const,
    );
    return { title: headings.at(-1)?.[1] ?? '', defaults: new Map(defaults) };
  });
}

/** Where an option of a table stands, and what else has to be written there. */
interface Subject {
  readonly make: string;
  readonly needs: string;
  readonly field: 'strategy' | 'gates' | 'hooks' | 'notify';
}

const subjects: Readonly<Record<string, Subject>> = {
  'docs/strategies/blue-green.md': { make: 'blueGreen', needs: '', field: 'strategy' },
  'docs/strategies/canary.md': { make: 'canary', needs: '', field: 'strategy' },
  'docs/strategies/rolling.md': { make: 'rolling', needs: '', field: 'strategy' },
  'docs/strategies/instance-refresh.md': {
    make: 'rolling',
    needs: "engine: 'instance-refresh'",
    field: 'strategy',
  },
  '`httpGate()`': { make: 'httpGate', needs: "path: '/'", field: 'gates' },
  '`tcpGate()`': { make: 'tcpGate', needs: 'port: 80', field: 'gates' },
  '`commandGate()`': { make: 'commandGate', needs: "run: 'true'", field: 'gates' },
  '`alarms()`': { make: 'alarms', needs: "names: ['errors']", field: 'gates' },
  '`analysis()`': { make: 'analysis', needs: "script: 'rate', atMost: 1", field: 'gates' },
  '`compare()`': { make: 'compare', needs: '', field: 'gates' },
  '`approval()`': { make: 'approval', needs: '', field: 'gates' },
  Hooks: { make: 'hook', needs: "at: 'before-shift', run: 'true'", field: 'hooks' },
  '`slack()`': { make: 'slack', needs: "urlFrom: 'URL'", field: 'notify' },
  '`webhook()`': { make: 'webhook', needs: "urlFrom: 'URL'", field: 'notify' },
};

function settingsWith({ make, needs, field }: Subject, option = ''): FleetSettings | undefined {
  const value = `${make}({ ${[needs, option].filter((part) => part !== '').join(', ')} })`;
  return settingsOf(
    evaluate(`return { ${field}: ${field === 'strategy' ? value : `[${value}]`} }`) as object,
  );
}

const tables = pages.flatMap((page) =>
  tablesOf(page).map(({ title, defaults }) => ({ page, about: page in subjects ? page : title, defaults })),
);
const rows = tables.flatMap(({ page, about, defaults }) =>
  [...defaults].flatMap(([option, value]) => (value === undefined ? [] : [{ page, about, option, value }])),
);

describe('the defaults in the documentation', () => {
  test('stand in a table for everything that has options', () => {
    expect(tables.map(({ about }) => about).sort()).toEqual(Object.keys(subjects).sort());
  });

  test.each(rows)('$about: $option is $value', ({ about, option, value }) => {
    const subject = subjects[about];
    expect(subject).toBeDefined();
    if (subject === undefined) return;
    const unwritten = settingsWith(subject);
    expect(unwritten).toBeDefined();
    expect(settingsWith(subject, `${option}: ${value}`)).toEqual(unwritten);
  });

  test.each(tables.filter(({ about }) => subjects[about]?.field === 'strategy'))(
    '$about tells of every option',
    ({ about, defaults }) => {
      const subject = subjects[about];
      const known = Object.keys((subject && settingsWith(subject)?.strategy) ?? {});
      // What an instance refresh has no use for is refused.
      const refused = subject?.needs === '' ? [] : ['engine', 'batch', 'zoneByZone'];
      const options = known.filter((name) => name !== 'kind' && !refused.includes(name));
      expect([...defaults.keys()].sort()).toEqual(options.sort());
    },
  );
});
