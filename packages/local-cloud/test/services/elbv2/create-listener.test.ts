import { CreateListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeEach, expect, test } from 'vitest';
import {
  createListener,
  createLoadBalancer,
  createTargetGroup,
  eachLoadBalancingCloud,
  refusal,
} from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

let loadBalancer: string;
let blue: string;
let green: string;

beforeEach(async () => {
  loadBalancer = await createLoadBalancer(it.local, 'web');
  blue = await createTargetGroup(it.local, 'blue');
  green = await createTargetGroup(it.local, 'green');
});

test('a single target group is shown in both forms of a forward action', async () => {
  const { Listeners } = await it.local.elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancer,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: blue }],
    }),
  );
  const suffix = loadBalancer.slice(loadBalancer.lastIndexOf('/') + 1);
  expect(Listeners).toEqual([
    {
      ListenerArn: expect.stringMatching(new RegExp(`:listener/app/web/${suffix}/[0-9a-f]{16}$`)),
      LoadBalancerArn: loadBalancer,
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [
        {
          Type: 'forward',
          TargetGroupArn: blue,
          ForwardConfig: {
            TargetGroups: [{ TargetGroupArn: blue, Weight: 1 }],
            TargetGroupStickinessConfig: { Enabled: false },
          },
        },
      ],
    },
  ]);
});

test('weights are kept, 0 too', async () => {
  const TargetGroups = [
    { TargetGroupArn: blue, Weight: 0 },
    { TargetGroupArn: green, Weight: 999 },
  ];
  const arn = await createListener(it.local, loadBalancer, '', {
    DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
  });
  expect(it.local.cloud.tables.listeners.get(arn)?.action).toEqual({
    kind: 'forward',
    targetGroups: [
      { targetGroupArn: blue, weight: 0 },
      { targetGroupArn: green, weight: 999 },
    ],
  });
});

test('fixed answers and redirects reach the machine', async () => {
  await createListener(it.local, loadBalancer, '', {
    DefaultActions: [
      { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503', MessageBody: 'closed' } },
    ],
  });
  await createListener(it.local, loadBalancer, '', {
    Port: 81,
    DefaultActions: [
      { Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301', Protocol: 'HTTPS', Port: '443' } },
    ],
  });
  await it.local.tick();
  expect([...it.local.machines.balancers.values()][0]?.listeners).toEqual([
    {
      port: 80,
      action: { kind: 'respond', status: 503, contentType: 'text/plain', body: 'closed' },
      rules: [],
    },
    {
      port: 81,
      action: { kind: 'redirect', status: 301, location: 'https://#{host}:443/#{path}?#{query}' },
      rules: [],
    },
  ]);
});

test('a port has one listener', async () => {
  await createListener(it.local, loadBalancer, blue);
  await expect(createListener(it.local, loadBalancer, green)).rejects.toMatchObject(
    refusal('DuplicateListenerException', 'already exists on this port'),
  );
});

test('a target group belongs to one load balancer', async () => {
  await createListener(it.local, loadBalancer, blue);
  const other = await createLoadBalancer(it.local, 'other');
  await expect(createListener(it.local, other, blue)).rejects.toMatchObject(
    refusal('TargetGroupAssociationLimitException', 'cannot be associated with more than one load balancer'),
  );
});

test('HTTPS wants a certificate that the local cloud does not have', async () => {
  await expect(createListener(it.local, loadBalancer, blue, { Protocol: 'HTTPS' })).rejects.toMatchObject(
    refusal('ValidationError', 'A certificate must be specified'),
  );
  const Certificates = [{ CertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/1' }];
  await expect(
    createListener(it.local, loadBalancer, blue, { Protocol: 'HTTPS', Certificates }),
  ).rejects.toMatchObject(refusal('CertificateNotFoundException', 'certificate/1'));
});

test.each([
  [[], 'InvalidLoadBalancerActionException', 'exactly one default action'],
  [[{ Type: 'forward' as const }], 'ValidationError', 'A target group ARN must be specified'],
  [
    [{ Type: 'forward' as const, TargetGroupArn: 'arn:x' }],
    'TargetGroupNotFoundException',
    'One or more target groups not found',
  ],
  [
    [{ Type: 'authenticate-oidc' as const }],
    'InvalidLoadBalancerActionException',
    "'authenticate-oidc' are not supported",
  ],
  [
    [{ Type: 'redirect' as const, RedirectConfig: { StatusCode: 'HTTP_301' as const } }],
    'InvalidLoadBalancerActionException',
    'would loop',
  ],
  [
    [{ Type: 'fixed-response' as const, FixedResponseConfig: { StatusCode: '302' } }],
    'ValidationError',
    "'302' must be 2XX, 4XX or 5XX",
  ],
])('the default actions %o are refused', async (DefaultActions, code, words) => {
  await expect(createListener(it.local, loadBalancer, '', { DefaultActions })).rejects.toMatchObject(
    refusal(code, words),
  );
});
