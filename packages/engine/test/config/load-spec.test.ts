import { describe, expect, test } from 'vitest';
import { blueGreen, defineProject, fleet, http, image, loadSpec, minutes, shell } from '@imago/engine';

const base = image('base', { from: { debian: 12 } });
const web = image('web', { from: base, provision: [shell({ inline: ['true'] })] });
const production = fleet({
  image: web,
  size: { min: 2, desired: 3, max: 6 },
  loadBalancer: { port: 8080, health: http('/healthz', { interval: '10s' }) },
  strategy: blueGreen({ keepPrevious: minutes(1) }),
});

/** `path: message; fix` of every problem. */
function problemsOf(config: unknown): readonly string[] {
  const result = loadSpec(config);
  return 'problems' in result
    ? result.problems.map(({ path, message, fix }) => `${path}: ${message}; ${fix}`)
    : [];
}

describe('a config', () => {
  test('is filled in with defaults', () => {
    const result = loadSpec(defineProject({ name: 'shop', environments: { production } }));
    expect(result).toMatchObject({
      spec: {
        name: 'shop',
        images: [{ name: 'base' }, { name: 'web' }],
        environments: {
          production: {
            name: 'production',
            cloud: 'local',
            settings: {
              instanceType: 't3.micro',
              loadBalancer: { listen: 80, health: { interval: { milliseconds: 10_000 }, matcher: '200' } },
              strategy: { keepPrevious: { milliseconds: 60_000 }, minHealthyTime: { milliseconds: 10_000 } },
              probe: { path: '/healthz', requestsPerSecond: 10 },
            },
          },
        },
      },
    });
  });

  test('has all its mistakes told at once, each with its path, its value and what to write', () => {
    const config = {
      kind: 'project',
      name: 'My Shop',
      environments: {
        production: {
          ...production,
          instanceTyp: 't3.small',
          image: 'web',
          size: { min: 5, desired: 3, max: 4 },
          loadBalancer: { port: '8080', health: { path: 'healthz' } },
          strategy: { kind: 'blue-green', minHealthyTime: 'soon' },
        },
      },
    };
    expect(problemsOf(config)).toEqual([
      expect.stringMatching(/^name: "My Shop" is wrong; write lower-case letters/),
      expect.stringMatching(/^environments\.production\.image: "web" is wrong; write an image/),
      'environments.production.size.min: 5 is wrong; write at most 4, which is max',
      'environments.production.size.desired: 3 is wrong; write a number between min and max',
      expect.stringMatching(
        /^environments\.production\.loadBalancer\.port: "8080" is wrong; write a whole number/,
      ),
      expect.stringMatching(
        /^environments\.production\.loadBalancer\.health\.path: "healthz" is wrong; write a path/,
      ),
      "environments.production.strategy.minHealthyTime: \"soon\" is wrong; write it like '90s', '5m' or '1h30m'",
      'environments.production.instanceTyp: unknown field instanceTyp; write instanceType',
    ]);
  });

  test('says what is missing', () => {
    const { size: _, ...rest } = production;
    expect(problemsOf({ kind: 'project', name: 'shop', environments: { production: rest } })).toEqual([
      'environments.production.size: is missing; write an object, { … }',
    ]);
  });

  test('refuses an environment whose name cannot be part of a name in AWS', () => {
    const [problem] = problemsOf({ kind: 'project', name: 'shop', environments: { 'Prod!': production } });
    expect(problem).toMatch(/^environments\.Prod!: "Prod!" is no name/);
  });

  test('refuses two images of one name', () => {
    const other = image('web', { from: { debian: 12 } });
    expect(
      problemsOf(defineProject({ name: 'shop', environments: { production }, images: [other] })),
    ).toEqual(['images.web: two images have the name "web"; give one of them another name']);
  });

  test('is usable for one environment whatever is wrong with the others and their images', () => {
    const broken = image('broken', { from: { debian: 12 }, provision: [] });
    const other = image('web', { from: { debian: 12 } });
    const config = {
      ...defineProject({ name: 'shop', environments: { production }, images: [other] }),
      environments: { production, 'Staging!': { ...production, image: broken, size: 3 } },
    };
    const result = loadSpec(config, 'production');
    expect(result).toMatchObject({ spec: { images: [{ name: 'base' }, { name: 'web' }] } });
    expect('elsewhere' in result ? result.elsewhere.map(({ path }) => path) : []).toEqual(
      problemsOf(config).map((line) => /^[^:]+/.exec(line)?.[0]),
    );
    expect(loadSpec(config, 'Staging!')).toHaveProperty('problems');
    expect(loadSpec(config, 'none')).toHaveProperty('problems');
  });

  test('refuses what is no project at all', () => {
    expect(problemsOf(undefined)).toHaveLength(1);
    expect(problemsOf({ name: 'shop' })).toHaveLength(1);
  });
});
