import { describe, expect, test } from 'vitest';
import {
  alarms,
  analysis,
  approval,
  cluster,
  commandGate,
  compare,
  defineProject,
  etcd,
  fleet,
  hook,
  http,
  httpGate,
  loadSpec,
  minutes,
  seconds,
  tcpGate,
  test as trial,
} from '@imago/engine';
import type { EnvironmentSettings } from '@imago/engine';

const ssh = { user: 'admin', privateKey: '~/.ssh/shop' };

const store = (options: object): unknown =>
  cluster({
    image: 'ami-0123456789abcdef0',
    members: 3,
    ports: [2379, 2380],
    network: { allowFrom: ['10.0.0.0/8'] },
    health: etcd(),
    ...options,
  });

const web = (options: object): unknown =>
  fleet({
    image: 'ami-0123456789abcdef0',
    size: { min: 2, desired: 3, max: 6 },
    loadBalancer: { port: 8080, health: http('/healthz') },
    ...options,
  });

const load = (environment: unknown): ReturnType<typeof loadSpec> =>
  loadSpec({ ...defineProject({ name: 'shop' }), environments: { main: environment } });

function settingsOf(environment: unknown): EnvironmentSettings {
  const result = load(environment);
  const settings = 'spec' in result ? result.spec.environments['main']?.settings : undefined;
  if (settings === undefined) throw new Error(JSON.stringify(result));
  return settings;
}

/** `path: message; fix`, the paths within the environment. */
function problemsOf(environment: unknown): readonly string[] {
  const result = load(environment);
  if ('spec' in result) return [];
  return result.problems.map(
    ({ path, message, fix }) => `${path.replace('environments.main.', '')}: ${message}; ${fix}`,
  );
}

describe('gates of a cluster', () => {
  test('ask its members, after each one, unless told otherwise', () => {
    const gates = [
      httpGate({ path: '/ready', port: 2381 }),
      tcpGate({ port: 2379 }),
      commandGate({ run: './smoke.sh', at: 'end' }),
      alarms({ names: ['errors'] }),
      analysis({ script: './rate.sh', atMost: 1 }),
      approval(),
    ];
    expect(settingsOf(store({ gates })).gates).toMatchObject([
      { kind: 'http', at: 'step', from: 'instances', port: 2381 },
      { kind: 'tcp', at: 'step', from: 'instances' },
      { kind: 'command', at: 'end', on: 'here' },
      { kind: 'alarms', at: 'always' },
      { kind: 'analysis', at: 'end' },
      { kind: 'approval', at: 'step' },
    ]);
  });

  test('come through the load balancer where there is one', () => {
    const gates = [httpGate({ path: '/ready', from: 'outside' }), httpGate({ name: 'each', path: '/ready' })];
    const loadBalancer = { port: 8080, health: http('/health') };
    expect(problemsOf(store({ gates, loadBalancer }))).toEqual([]);
  });

  test.each([
    [
      httpGate({ path: '/', port: 2379, at: 'before-shift' }),
      "gates[0].at: \"before-shift\" is wrong; write 'step', which is after each member, or 'end' or 'always'",
    ],
    [httpGate({ path: '/' }), 'gates[0].port: is missing; write the port of the members that it asks'],
    [
      tcpGate({ port: 2379, from: 'outside' }),
      'gates[0].from: "outside" is wrong; write \'instances\', or a loadBalancer on the cluster',
    ],
    [compare(), 'gates[0]: {"kind":"compare"} is wrong; remove it: a cluster has no second side'],
    [
      commandGate({ run: 'true', on: 'instances' }),
      'gates[0].on: "instances" is wrong; write ssh: { user, privateKey } on the cluster, or \'here\'',
    ],
    [etcd(), 'gates[0]: {"kind":"etcd"} is wrong; write it as the health of a cluster({ … })'],
    ['etcd', 'gates[0]: "etcd" is wrong; write a gate, such as httpGate({ … })'],
  ])('are refused as %j', (gate, problem) => {
    expect(problemsOf(store({ gates: [gate] }))).toEqual([expect.stringContaining(problem)]);
  });
});

describe('hooks of a cluster', () => {
  test.each(['before-scale-up', 'before-member', 'after-member', 'after-shift'] as const)(
    'run at %s',
    (at) => {
      expect(settingsOf(store({ hooks: [hook({ at, run: 'true' })] })).hooks).toMatchObject([
        { name: at, at },
      ]);
    },
  );

  test.each(['after-scale-up', 'before-test-traffic', 'before-shift', 'before-retire'] as const)(
    'never run at %s: refused',
    (at) => {
      expect(problemsOf(store({ hooks: [hook({ at, run: 'true' })] }))).toEqual([
        `hooks[0].at: "${at}" is wrong; write one of a cluster's: 'before-scale-up', 'before-member', 'after-member', 'after-shift'`,
      ]);
    },
  );

  test('that run on members need ssh, and members', () => {
    const onMember = hook({ at: 'after-member', onInstances: 'true' });
    expect(problemsOf(store({ hooks: [onMember] }))).toEqual([
      'hooks[0].onInstances: "true" is wrong; write ssh: { user, privateKey } on the cluster',
    ]);
    expect(problemsOf(store({ ssh, hooks: [onMember] }))).toEqual([]);
    const tooEarly = hook({ at: 'before-scale-up', onInstances: 'true' });
    expect(problemsOf(store({ ssh, hooks: [tooEarly] }))).toEqual([
      expect.stringContaining("write 'before-member': before the cluster there is no instance"),
    ]);
  });

  test('around members are refused for a fleet', () => {
    expect(problemsOf(web({ hooks: [hook({ at: 'before-member', run: 'true' })] }))).toEqual([
      expect.stringMatching(/^hooks\[0\]\.at: "before-member" is wrong; .* only a cluster has members$/),
    ]);
  });
});

test('gates, hooks and tests of a cluster have names that no other has', () => {
  const taken = 'give it a name that no other gate, hook or test has';
  const smoke = { name: 'smoke', run: 'true' };
  expect(
    problemsOf(
      store({
        ssh,
        gates: [commandGate(smoke), commandGate({ name: 'etcd', run: 'true' })],
        hooks: [
          hook({ ...smoke, at: 'after-shift' }),
          hook({ name: 'before-stop', at: 'after-member', run: 'true' }),
        ],
        tests: [trial(smoke)],
      }),
    ),
  ).toEqual([
    `gates[1].name: "etcd" is wrong; ${taken}`,
    `hooks[0].name: "smoke" is wrong; ${taken}`,
    `hooks[1].name: "before-stop" is wrong; ${taken}`,
    `tests[0].name: "smoke" is wrong; ${taken}`,
  ]);
});

describe('tests', () => {
  test.each([
    ['fleet', web, '$IMAGO_URL/version'],
    ['cluster', store, 'http://$IMAGO_ADDRESS:2379/version'],
  ])('of a %s have their defaults', (_kind, environment, address) => {
    const tests = [
      trial({ run: './smoke.sh' }),
      trial({ name: 'version', http: { url: address, contains: '3.5' }, timeout: '10s' }),
      trial({ name: 'orders', at: ['after', 'before'], vitest: ['test/orders.test.ts'] }),
    ];
    expect(settingsOf(environment({ tests, requireRehearsal: true }))).toMatchObject({
      requireRehearsal: true,
      tests: [
        { name: 'test', at: ['after'], action: { kind: 'command', run: './smoke.sh' }, timeout: minutes(5) },
        {
          name: 'version',
          at: ['after'],
          action: { kind: 'http', url: address, matcher: '200-299', contains: '3.5' },
          timeout: seconds(10),
        },
        {
          name: 'orders',
          at: ['before', 'after'],
          action: { kind: 'vitest', files: ['test/orders.test.ts'] },
          timeout: minutes(5),
        },
      ],
    });
  });

  test('are none, and no rehearsal is asked for, unless told otherwise', () => {
    expect(settingsOf(web({}))).toMatchObject({ tests: [], requireRehearsal: false });
  });

  test.each([
    [{}, 'tests[0]: {"kind":"test"} is wrong; write what it does: run, http or vitest'],
    [{ run: 'true', vitest: ['a.test.ts'] }, 'write one of run, http and vitest, and more tests for more'],
    [
      { run: 'true', at: [] },
      "tests[0].at: [] is wrong; write a list of moments, such as ['before', 'after']",
    ],
    [
      { run: 'true', at: ['later'] },
      "tests[0].at[0]: \"later\" is wrong; write 'before' or 'during' or 'after'",
    ],
    [{ vitest: [] }, 'tests[0].vitest: [] is wrong; name a file'],
    [
      { http: { url: '/version' } },
      'tests[0].http.url: "/version" is wrong; write a URL, which may begin with',
    ],
    [{ http: { url: '$HOST/version' } }, 'tests[0].http.url: "$HOST/version" is wrong; write a URL'],
    [
      { http: { url: 'http://$IMAGO_INSTANCES/version' } },
      'write one of $IMAGO_URL, $IMAGO_ADDRESS, $IMAGO_PROJECT, $IMAGO_ENVIRONMENT, $IMAGO_RELEASE, $IMAGO_PREVIOUS instead of $IMAGO_INSTANCES',
    ],
    [
      { at: ['during'], http: { url: 'http://$IMAGO_ADDRESS:8080/' } },
      "write '$IMAGO_URL/…': during a rollout instances are replaced",
    ],
    [{ run: 'true', tiemout: '1m' }, 'tests[0].tiemout: unknown field tiemout; write timeout'],
  ])('are refused as %j', (options, problem) => {
    expect(problemsOf(web({ tests: [{ kind: 'test', ...options }] }))).toEqual([
      expect.stringContaining(problem),
    ]);
  });

  test('of a cluster have no URL to ask but that of each member', () => {
    const tests = [trial({ http: { url: '$IMAGO_URL/version' } })];
    expect(problemsOf(store({ tests }))).toEqual([expect.stringContaining('a cluster has no URL')]);
    const each = [trial({ at: ['during'], http: { url: 'http://${IMAGO_ADDRESS}:2379/health' } })];
    expect(problemsOf(store({ tests: each }))).toEqual([]);
  });

  test('of a fleet on AWS ask its instances only from where the network lets them', () => {
    const tests = [trial({ name: 'ready', http: { url: 'http://$IMAGO_ADDRESS:9090/' } })];
    expect(problemsOf(web({ cloud: 'aws', tests }))).toEqual([
      expect.stringContaining('test ready asks the instances, which let in the load balancer alone'),
    ]);
    expect(problemsOf(web({ cloud: 'aws', tests, network: { probeFrom: ['10.0.0.0/8'] } }))).toEqual([]);
  });

  test('of a fleet have names that no gate, hook or other test has', () => {
    const tests = [trial({ run: 'true' }), trial({ run: 'false' }), trial({ name: 'smoke', run: 'true' })];
    const gates = [commandGate({ name: 'smoke', run: 'true' })];
    expect(problemsOf(web({ gates, tests }))).toEqual([
      'tests[1].name: is missing; give it a name that no gate, hook or other test has',
      'tests[2].name: "smoke" is wrong; give it a name that no gate, hook or other test has',
    ]);
  });
});
