import { describe, expect, test } from 'vitest';
import {
  alarms,
  analysis,
  approval,
  canary,
  commandGate,
  compare,
  hook,
  http,
  httpGate,
  minutes,
  rolling,
  seconds,
  slack,
  tcpGate,
  webhook,
} from '@imago/engine';
import { problemsOf, settingsOf } from './fleet-config.ts';

const ssh = { user: 'admin', privateKey: '~/.ssh/shop' };

describe('gates', () => {
  test.each([
    ['an http gate', httpGate({ path: '/', from: 'instances' })],
    ['a tcp gate', tcpGate({ port: 9090 })],
  ])('on AWS, %s asks instances only where somebody is let in', (_what, gate) => {
    const onAws = { cloud: 'aws', gates: [gate] };
    expect(problemsOf(onAws)).toEqual([
      expect.stringMatching(
        /^network\.probeFrom: is missing; write where imago runs, such as \['10\.0\.0\.0\/8'\]: gate (http|tcp) /,
      ),
    ]);
    expect(problemsOf({ ...onAws, network: { probeFrom: ['10.0.0.0/8'] } })).toEqual([]);
    expect(problemsOf({ ...onAws, network: { probeFrom: [] } })).toEqual([]);
    expect(problemsOf({ gates: [gate] })).toEqual([]);
    expect(problemsOf({ network: { probeFrom: ['everywhere'] } })).toHaveLength(1);
  });

  test('have their defaults', () => {
    const { gates } = settingsOf({
      ssh,
      gates: [
        httpGate({ path: '/ready' }),
        tcpGate({ port: 22 }),
        commandGate({ run: './smoke.sh', on: 'instances' }),
        alarms({ names: ['errors'] }),
        analysis({ metric: { namespace: 'Shop', metric: 'Errors' }, atMost: 1, atLeast: 0 }),
        compare(),
        approval({ at: 'end' }),
      ],
    });
    const sampling = (interval: number, count: number, timeout: number): object => ({
      interval: seconds(interval),
      count,
      failureLimit: 0,
      timeout: seconds(timeout),
    });
    expect(gates).toEqual([
      {
        kind: 'http',
        name: 'http',
        at: 'before-shift',
        from: 'outside',
        path: '/ready',
        matcher: '200-299',
        sampling: sampling(5, 3, 5),
      },
      {
        kind: 'tcp',
        name: 'tcp',
        at: 'before-shift',
        from: 'instances',
        port: 22,
        sampling: sampling(5, 3, 5),
      },
      {
        kind: 'command',
        name: 'command',
        at: 'before-shift',
        on: 'instances',
        run: './smoke.sh',
        sampling: sampling(10, 1, 60),
      },
      { kind: 'alarms', name: 'alarms', at: 'always', names: ['errors'], sampling: sampling(10, 3, 10) },
      {
        kind: 'analysis',
        name: 'analysis',
        at: 'end',
        measure: {
          kind: 'metric',
          query: {
            namespace: 'Shop',
            metric: 'Errors',
            dimensions: {},
            statistic: 'Average',
            period: seconds(60),
          },
        },
        success: { atMost: 1, atLeast: 0 },
        sampling: sampling(60, 3, 60),
      },
      {
        kind: 'compare',
        name: 'compare',
        at: 'before-shift',
        maxErrorRateIncrease: 0.01,
        maxLatencyRatio: 2,
        minRequests: 100,
      },
      { kind: 'approval', name: 'approval', at: 'end' },
    ]);
  });

  test('have names of their own, those in steps as well', () => {
    const gates = [httpGate({ path: '/a' }), httpGate({ path: '/b' })];
    const strategy = canary({ steps: [approval({ name: 'http' })] });
    expect(problemsOf({ gates, strategy })).toEqual([
      'gates[1].name: is missing; give it a name that no other gate has',
      'strategy.steps[0].name: "http" is wrong; give it a name that no other gate has',
    ]);
  });

  test('are refused where they could not be asked', () => {
    expect(problemsOf({ probe: 'off', gates: [compare()] })).toEqual([
      expect.stringMatching(/^gates\[0\]: .*probe: 'off'/),
    ]);
    expect(problemsOf({ gates: [commandGate({ run: 'true', on: 'instances' })] })).toEqual([
      'gates[0].on: "instances" is wrong; write ssh: { user, privateKey } on the fleet, or \'here\'',
    ]);
    expect(problemsOf({ gates: [approval({ at: 'step' })] })).toEqual([
      expect.stringContaining('blueGreen() has no steps, so it would never be asked'),
    ]);
    expect(problemsOf({ gates: [approval({ at: 'step' })], strategy: rolling() })).toHaveLength(1);
    expect(
      problemsOf({ gates: [approval({ at: 'step' })], strategy: rolling({ checkpoints: [50] }) }),
    ).toEqual([]);
  });

  test('are refused where an instance refresh has nobody to ask, or does not stop for them', () => {
    const strategy = rolling({ engine: 'instance-refresh', checkpoints: [50] });
    expect(problemsOf({ strategy, gates: [approval({ at: 'step' })] })).toEqual([
      expect.stringContaining('Auto Scaling does not tell of its checkpoints'),
    ]);
    expect(problemsOf({ strategy, gates: [tcpGate({ port: 22 })] })).toEqual([
      "gates[0].at: is missing; write 'end' or 'always': before an instance refresh starts there is no new instance to ask",
    ]);
    const asked = [tcpGate({ port: 22, at: 'end' }), httpGate({ path: '/' }), approval()];
    expect(problemsOf({ strategy, gates: asked })).toEqual([]);
  });

  test('have all their mistakes told at once', () => {
    const gates = [
      { kind: 'htttp', path: '/' },
      { kind: 'http', path: 'ready', contain: 'ok' },
      { kind: 'analysis' },
      { kind: 'analysis', name: 'two', script: 'x', metric: { namespace: 'a', metric: 'b' }, atMost: 1 },
      { kind: 'alarms', name: 'Alarms', names: [] },
      { kind: 'approval', at: 'always' },
    ];
    expect(problemsOf({ gates })).toEqual([
      expect.stringMatching(/^gates\[0\]: .* write a gate, such as httpGate/),
      'gates[1].path: "ready" is wrong; write a path that starts with a slash, such as \'/healthz\'',
      'gates[1].contain: unknown field contain; write contains',
      'gates[2].metric: is missing; write metric: { … }, or script with a command',
      'gates[2].atMost: is missing; write atMost or atLeast: what the number must be',
      'gates[3].script: "x" is wrong; remove it, or metric: an analysis measures one number',
      expect.stringMatching(/^gates\[4\]\.name: "Alarms" is wrong; write lower-case/),
      "gates[4].names: [] is wrong; name an alarm, such as ['errors']",
      "gates[5].at: \"always\" is wrong; write 'before-shift' or 'step' or 'end'",
    ]);
  });

  test('are held against the rest of the fleet where other fields are wrong, too', () => {
    const problems = problemsOf({
      instanceTyp: 't3.small',
      loadBalancer: { port: '8080', health: http('/healthz', { interval: '5s', timeout: '5s' }) },
      strategy: { kind: 'blue-green', minHealthyTime: 'soon', healthyDeadline: '10s', bakeTime: 3 },
      ssh: { user: 'admin' },
      gates: [
        httpGate({ name: 'smoke', path: 'no-slash' }),
        tcpGate({ name: 'smoke', port: 0 }),
        commandGate({ run: 'true', on: 'instances' }),
        { kind: 'approval', at: 'step' },
        { kind: 'analysis', metric: { namespace: '' } },
      ],
    });
    expect(new Set(problems.map((problem) => /^[^:]+/.exec(problem)?.[0]))).toEqual(
      new Set([
        'gates[0].path',
        'gates[1].name',
        'gates[1].port',
        'gates[3].at',
        'gates[4].atMost',
        'gates[4].metric.metric',
        'gates[4].metric.namespace',
        'instanceTyp',
        'loadBalancer.health.timeout',
        'loadBalancer.port',
        'ssh.privateKey',
        'strategy.bakeTime',
        'strategy.minHealthyTime',
      ]),
    );
  });

  test('do not complain of what they cannot know', () => {
    expect(
      problemsOf({
        strategy: {
          kind: 'rolling',
          checkpoints: 'all',
          minHealthyPercentage: -1,
          maxHealthyPercentage: 100,
        },
        ssh: 5,
        gates: [approval({ at: 'step' }), commandGate({ run: 'true', on: 'instances' })],
      }).map((problem) => /^[^:]+/.exec(problem)?.[0]),
    ).toEqual(['ssh', 'strategy.minHealthyPercentage', 'strategy.checkpoints']);
  });

  test('measure in periods that CloudWatch takes', () => {
    const gate = (period: string): object =>
      analysis({ metric: { namespace: 'Shop', metric: 'Errors', period }, atMost: 1 });
    expect(problemsOf({ gates: [gate('90s')] })).toEqual([expect.stringContaining('write whole minutes')]);
    expect(problemsOf({ gates: [gate('10s')] })).toEqual([]);
  });
});

describe('hooks', () => {
  test('have their defaults', () => {
    const { hooks } = settingsOf({
      ssh,
      hooks: [
        hook({ at: 'before-shift', run: 'npm run migrate', timeout: '10m' }),
        hook({ at: 'after-shift', http: { url: 'https://ci.test/x' }, onFailure: 'ignore' }),
        hook({ at: 'after-scale-up', name: 'warm', onInstances: './warm.sh' }),
      ],
    });
    expect(hooks).toEqual([
      {
        kind: 'hook',
        name: 'before-shift',
        at: 'before-shift',
        action: { kind: 'command', run: 'npm run migrate' },
        timeout: minutes(10),
        onFailure: 'turn-back',
      },
      {
        kind: 'hook',
        name: 'after-shift',
        at: 'after-shift',
        action: { kind: 'http', url: 'https://ci.test/x', method: 'POST', headers: {} },
        timeout: minutes(1),
        onFailure: 'ignore',
      },
      {
        kind: 'hook',
        name: 'warm',
        at: 'after-scale-up',
        action: { kind: 'instances', run: './warm.sh' },
        timeout: minutes(1),
        onFailure: 'turn-back',
      },
    ]);
  });

  test('do one thing, at a point that comes', () => {
    expect(problemsOf({ hooks: [{ kind: 'hook', at: 'before-shft', run: 'x' }] })).toEqual([
      expect.stringMatching(/^hooks\[0\]\.at: "before-shft" is wrong; write 'before-scale-up' or/),
    ]);
    expect(problemsOf({ hooks: [hook({ at: 'before-shift' })] })).toEqual([
      expect.stringContaining('write what it does: run, http or onInstances'),
    ]);
    expect(problemsOf({ hooks: [hook({ at: 'before-shift', run: 'x', onInstances: 'y' })] })).toEqual([
      expect.stringContaining('write one of run, http and onInstances'),
    ]);
    expect(
      problemsOf({ strategy: rolling(), hooks: [hook({ at: 'after-test-traffic', run: 'x' })] }),
    ).toEqual([expect.stringContaining('rolling() has no test traffic')]);
    expect(problemsOf({ hooks: [hook({ at: 'before-shift', onInstances: 'x' })] })).toEqual([
      expect.stringContaining('write ssh: { user, privateKey } on the fleet'),
    ]);
  });
});

describe('notifications and ssh', () => {
  test('have their defaults', () => {
    const notify = [
      slack({ urlFrom: 'SLACK_URL' }),
      webhook({ urlFrom: 'HOOK_URL', secretFrom: 'HOOK_KEY', events: ['rollout-ended'] }),
    ];
    const { notifications, ssh: access } = settingsOf({ notify, ssh });
    expect(access).toEqual({ ...ssh, port: 22 });
    expect(notifications).toMatchObject([
      { kind: 'slack', urlFrom: 'SLACK_URL', events: expect.arrayContaining(['turned-back']) as string[] },
      { kind: 'webhook', urlFrom: 'HOOK_URL', secretFrom: 'HOOK_KEY', events: ['rollout-ended'] },
    ]);
  });

  test('are refused with an address in place of its variable, or an event that does not exist', () => {
    const notify = [slack({ urlFrom: 'https://x.test/s3cret', events: ['rollout-endet', 'observed'] })];
    expect(problemsOf({ notify })).toEqual([
      expect.stringMatching(
        /^notify\[0\]\.urlFrom: "https:\/\/x\.test\/…" is wrong; write the name of an environment variable/,
      ),
      'notify[0].events[0]: "rollout-endet" is wrong; write \'rollout-ended\'',
      expect.stringMatching(/^notify\[0\]\.events\[1\]: "observed" is wrong; write one of rollout-started/),
    ]);
  });
});
