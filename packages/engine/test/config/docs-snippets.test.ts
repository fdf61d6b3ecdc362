import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { describe, expect, test } from 'vitest';
import * as engine from '@imago/engine';
import { cluster, defineProject, fleet, http, loadSpec, memberCommand } from '@imago/engine';
import type { ClusterOptions, EnvironmentSettings, FleetOptions } from '@imago/engine';

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

const ssh = { user: 'admin', privateKey: '~/.ssh/shop' };
const image = 'ami-0123456789abcdef0';

/** Options that only a cluster has. */
const ofClusters = [
  'members',
  'volumes',
  'health',
  'start',
  'beforeStop',
  'bootstrap',
  'downgrade',
  'dnsName',
];

const isOfCluster = (options: object): boolean =>
  Object.keys(options).some((name) => ofClusters.includes(name)) ||
  ('strategy' in options && JSON.stringify(options.strategy).includes('one-at-a-time'));

/** A config with this in its fleet. */
const fleetProject = (options: object): unknown =>
  defineProject({
    name: 'shop',
    environments: {
      production: fleet({
        image,
        size: { min: 2, desired: 3, max: 10 },
        loadBalancer: { port: 8080, health: http('/healthz') },
        ssh,
        ...(options as Partial<FleetOptions>),
      }),
    },
  });

/** A config with this in its cluster. */
const clusterProject = (options: object): unknown =>
  defineProject({
    name: 'shop',
    environments: {
      production: cluster({
        image,
        members: 3,
        network: { allowFrom: ['10.0.0.0/8'] },
        health: memberCommand({ run: 'true' }),
        ssh,
        ...(options as Partial<ClusterOptions>),
      }),
    },
  });

function settingsOf(config: unknown): EnvironmentSettings | undefined {
  const loaded = loadSpec(config);
  return 'spec' in loaded ? loaded.spec.environments['production']?.settings : undefined;
}

/** The `ts` blocks of a page, each with its line: whole configs, images on their own, or fields of a fleet or a cluster. */
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
  const options = evaluate(`return { ${code} }`) as object;
  return isOfCluster(options) ? clusterProject(options) : fleetProject(options);
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

/** Where an option of a table stands: options of a fleet or a cluster with it in them. */
interface Subject {
  readonly kind: 'fleet' | 'cluster';
  /** What stands around it. */
  readonly around: (option: string) => string;
  /** What else has to be written there. */
  readonly needs: string;
  /** It is a strategy, all of whose options are told. */
  readonly whole?: boolean;
}

const inFleet = (field: string, make: string, needs = ''): Subject => ({
  kind: 'fleet',
  around: (option) => `${field}: [${make}({ ${option} })]`,
  needs,
});
const inCluster = (around: Subject['around'], needs = ''): Subject => ({ kind: 'cluster', around, needs });
const strategy = (make: string, needs = ''): Subject => ({
  kind: make === 'oneAtATime' ? 'cluster' : 'fleet',
  around: (option) => `strategy: ${make}({ ${option} })`,
  needs,
  whole: true,
});

const subjects: Readonly<Record<string, Subject>> = {
  'docs/strategies/blue-green.md': strategy('blueGreen'),
  'docs/strategies/canary.md': strategy('canary'),
  'docs/strategies/rolling.md': strategy('rolling'),
  'docs/strategies/instance-refresh.md': strategy('rolling', "engine: 'instance-refresh'"),
  '`oneAtATime()`': strategy('oneAtATime'),
  '`httpGate()`': inFleet('gates', 'httpGate', "path: '/'"),
  '`tcpGate()`': inFleet('gates', 'tcpGate', 'port: 80'),
  '`commandGate()`': inFleet('gates', 'commandGate', "run: 'true'"),
  '`alarms()`': inFleet('gates', 'alarms', "names: ['errors']"),
  '`analysis()`': inFleet('gates', 'analysis', "script: 'rate', atMost: 1"),
  '`compare()`': inFleet('gates', 'compare'),
  '`approval()`': inFleet('gates', 'approval'),
  Hooks: inFleet('hooks', 'hook', "at: 'before-shift', run: 'true'"),
  Tests: inFleet('tests', 'test', "run: 'true'"),
  '`slack()`': inFleet('notify', 'slack', "urlFrom: 'URL'"),
  '`webhook()`': inFleet('notify', 'webhook', "urlFrom: 'URL'"),
  '`cluster()`': inCluster((option) => option, 'members: 3'),
  Members: inCluster((option) => `members: [{ ${option} }]`),
  Volumes: inCluster((option) => `volumes: [{ ${option} }]`, "name: 'data', size: 8, mountPoint: '/data'"),
  '`etcd()`': inCluster((option) => `ports: [2379], health: etcd({ ${option} })`),
  '`consul()`': inCluster((option) => `health: consul({ ${option} })`),
  '`memberCommand()`': inCluster((option) => `health: memberCommand({ ${option} })`, "run: 'true'"),
  '`memberHttp()`': inCluster(
    (option) => `ports: [8080], health: memberHttp({ ${option} })`,
    "path: '/', port: 8080",
  ),
};

function settingsWith({ kind, around, needs }: Subject, option = ''): EnvironmentSettings | undefined {
  const written = around([needs, option].filter((part) => part !== '').join(', '));
  const options = evaluate(`return { ${written} }`) as object;
  return settingsOf(kind === 'fleet' ? fleetProject(options) : clusterProject(options));
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

  test.each(tables.filter(({ about }) => subjects[about]?.whole === true))(
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
