import {
  CreateRuleCommand,
  type CreateRuleCommandInput,
  DeleteTargetGroupCommand,
  DescribeTagsCommand,
  DescribeTargetGroupsCommand,
  RegisterTargetsCommand,
  type RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  createListener,
  createLoadBalancer,
  createRule,
  createTargetGroup,
  eachLoadBalancingCloud,
  health,
  refusal,
  runInstances,
} from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();
let blue: string;
let green: string;
let listener: string;

beforeEach(async () => {
  [blue, green] = [await createTargetGroup(it.local, 'blue'), await createTargetGroup(it.local, 'green')];
  listener = await createListener(it.local, await createLoadBalancer(it.local, 'web'), blue);
});

const create = async (more: Partial<CreateRuleCommandInput>): Promise<object> => {
  const { Rules = [] } = await it.local.elbv2.send(
    new CreateRuleCommand({
      ListenerArn: listener,
      Priority: 1,
      Conditions: [{ Field: 'path-pattern', Values: ['/a'] }],
      Actions: [{ Type: 'forward', TargetGroupArn: green }],
      ...more,
    }),
  );
  return Rules[0] ?? {};
};

test('a rule has what it was given, its ARN below the listener, and tags', async () => {
  const Conditions: RuleCondition[] = [
    { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-imago-release', Values: ['r2'] } },
    { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'a', Value: 'b' }, { Value: '*c' }] } },
    { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } },
  ];
  const rule = await create({ Priority: 10, Conditions, Tags: [{ Key: 'release', Value: 'r2' }] });
  expect(rule).toMatchObject({ Priority: '10', IsDefault: false, Conditions });
  expect(rule).toMatchObject({ Actions: [{ Type: 'forward', TargetGroupArn: green }] });
  const arn = (rule as { readonly RuleArn: string }).RuleArn;
  expect(arn).toMatch(/:listener-rule\/app\/web\/[0-9a-f]{16}\/[0-9a-f]{16}\/[0-9a-f]{16}$/);
  const { TagDescriptions } = await it.local.elbv2.send(new DescribeTagsCommand({ ResourceArns: [arn] }));
  expect(TagDescriptions).toEqual([{ ResourceArn: arn, Tags: [{ Key: 'release', Value: 'r2' }] }]);
});

test('hosts and paths may be given in the old form, and are shown in both', async () => {
  const old = await create({ Conditions: [{ Field: 'host-header', Values: ['a.test'] }] });
  expect(old).toMatchObject({
    Conditions: [{ Field: 'host-header', Values: ['a.test'], HostHeaderConfig: { Values: ['a.test'] } }],
  });
});

test('targets of a group that only a rule sends to are checked, and the group is in use', async () => {
  const [instance] = await runInstances(it.local, 1);
  await it.local.elbv2.send(
    new RegisterTargetsCommand({ TargetGroupArn: green, Targets: [{ Id: instance?.id }] }),
  );
  await it.local.tick();
  expect(await health(it.local, green)).toMatchObject([{ State: 'unused' }]);
  await createRule(it.local, listener, 1, green);
  await it.local.tick();
  expect(await health(it.local, green)).toMatchObject([{ State: 'healthy' }]);
  await expect(
    it.local.elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn: green })),
  ).rejects.toMatchObject(refusal('ResourceInUseException', 'in use by a listener or a rule'));
  const { TargetGroups = [] } = await it.local.elbv2.send(
    new DescribeTargetGroupsCommand({ TargetGroupArns: [green] }),
  );
  const [LoadBalancerArn] = TargetGroups[0]?.LoadBalancerArns ?? [];
  const used = await it.local.elbv2.send(new DescribeTargetGroupsCommand({ LoadBalancerArn }));
  expect(used.TargetGroups?.map(({ TargetGroupArn }) => TargetGroupArn).sort()).toEqual([blue, green].sort());
});

test('rules reach the machine in the order of their priorities', async () => {
  await createRule(it.local, listener, 20, green);
  const Actions = [{ Type: 'fixed-response' as const, FixedResponseConfig: { StatusCode: '404' } }];
  await createRule(it.local, listener, 10, green, { Actions });
  await it.local.tick();
  const [spec] = [...it.local.machines.balancers.values()];
  expect(spec?.listeners[0]?.rules).toMatchObject([
    { slot: 1, action: { kind: 'respond', status: 404 } },
    { slot: 0, conditions: [{ kind: 'http-header', values: ['r2'] }], action: { kind: 'forward' } },
  ]);
});

test('a priority has one rule, from 1 to 50000', async () => {
  await create({});
  await expect(create({})).rejects.toMatchObject(
    refusal('PriorityInUseException', "Priority '1' is currently in use"),
  );
  await expect(create({ Priority: 50_001 })).rejects.toMatchObject(refusal('ValidationError', '50000'));
});

test('a load balancer has a hundred rules', async () => {
  for (let Priority = 1; Priority <= 100; Priority += 1) await create({ Priority });
  await expect(create({ Priority: 101 })).rejects.toMatchObject(refusal('TooManyRulesException', '100'));
});

test('a listener that does not exist is not found', async () => {
  await expect(create({ ListenerArn: 'arn:x' })).rejects.toMatchObject(
    refusal('ListenerNotFoundException', 'not found'),
  );
});

describe('conditions are refused', () => {
  const header = (HttpHeaderName: string, ...Values: readonly string[]): RuleCondition => ({
    Field: 'http-header',
    HttpHeaderConfig: { HttpHeaderName, Values: [...Values] },
  });
  const path = (...Values: readonly string[]): RuleCondition => ({
    Field: 'path-pattern',
    PathPatternConfig: { Values: [...Values] },
  });
  test.each<[string, readonly RuleCondition[], string]>([
    ['when there is none', [], 'condition must be specified'],
    ['of an unknown field', [{ Field: 'cookie', Values: ['a'] }], "'cookie'"],
    ['without a value', [{ Field: 'path-pattern' }], 'value must be specified'],
    ['with an empty value', [path('')], '1 to 128'],
    ['with a value that is too long', [path('x'.repeat(129))], '1 to 128'],
    [
      'with more than five values',
      [path('/1', '/2', '/3'), header('a', '1', '2', '3')],
      "'5' condition values",
    ],
    ['with more than five wildcards', [path('/*/*/*'), header('a', '*b?c*')], "'5' condition wildcards"],
    ['when one of a kind is too many', [path('/1'), path('/2')], "only have one 'path-pattern'"],
    ['for the host as a header', [header('Host', 'a')], "'Host'"],
    ['for a header that cannot be one', [header('a b', 'a')], "'a b'"],
    [
      'for a method in small letters',
      [{ Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['get'] } }],
      "'get'",
    ],
    [
      'for an address without a size',
      [{ Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.1'] } }],
      'CIDR',
    ],
  ])('%s', async (_, Conditions, words) => {
    await expect(create({ Conditions: [...Conditions] })).rejects.toMatchObject(
      refusal('ValidationError', words),
    );
  });

  test('in the form of regular expressions, which the local cloud does not have', async () => {
    const Conditions: RuleCondition[] = [
      { Field: 'path-pattern', PathPatternConfig: { RegexValues: ['^/a'] } },
    ];
    await expect(create({ Conditions })).rejects.toMatchObject(
      refusal('InvalidConfigurationRequestException', 'RegexValues'),
    );
  });
});

test('a rule has exactly one action', async () => {
  await expect(create({ Actions: [] })).rejects.toMatchObject(
    refusal('InvalidLoadBalancerActionException', 'exactly one action'),
  );
});
