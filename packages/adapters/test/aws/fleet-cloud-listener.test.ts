import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DescribeListenersCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { CloudError, sideOf } from '@imago/engine';
import type { ReleaseId, Weights } from '@imago/engine';
import { ref, startLocalFleet } from './local-fleet.ts';
import type { LocalFleet } from './local-fleet.ts';

let fleet: LocalFleet;
beforeEach(async () => {
  fleet = await startLocalFleet();
});
afterEach(() => fleet.close());

async function weights(): Promise<readonly (readonly [ReleaseId, number | undefined])[]> {
  const { sides } = await fleet.cloud.observe(ref);
  return sides.map(({ release, weight }) => [release, weight] as const);
}

const share = (r1: number): Weights => [
  { release: 'r1', weight: r1 },
  { release: 'r2', weight: 100 - r1 },
];

describe('a side that is made', () => {
  test('is added to the listener with nothing, and takes nothing from the others', async () => {
    await fleet.cloud.ensureSide(ref, fleet.side('r2'));
    expect(await weights()).toEqual([
      ['r1', 100],
      ['r2', 0],
    ]);
    await fleet.cloud.setWeights(ref, share(60));
    await fleet.cloud.ensureSide(ref, fleet.side('r3'));
    await fleet.cloud.ensureSide(ref, fleet.side('r2'));
    expect(await weights()).toEqual([
      ['r1', 60],
      ['r2', 40],
      ['r3', 0],
    ]);
  });

  test('gets no traffic as the first one where another turns out to have it', async () => {
    await fleet.cloud.ensureSide(ref, fleet.side('r2', { weight: 100 }));
    expect(await weights()).toEqual([
      ['r1', 100],
      ['r2', 0],
    ]);
  });

  test('leaves what was set a moment ago, however old what is read', async () => {
    await fleet.cloud.ensureSide(ref, fleet.side('r2'));
    const stale = await fleet.aws.elbv2.send(
      new DescribeListenersCommand({ LoadBalancerArn: (await fleet.cloud.observe(ref)).loadBalancer?.arn }),
    );
    await fleet.cloud.setWeights(ref, share(0));
    const answer = { response: {}, output: stale };
    fleet.aws.elbv2.middlewareStack.add(
      (next, { commandName }) =>
        (args) =>
          commandName === 'DescribeListenersCommand' ? Promise.resolve(answer) : next(args),
      { step: 'initialize', name: 'stale' },
    );
    await fleet.cloud.ensureSide(ref, fleet.side('r3'));
    fleet.aws.elbv2.middlewareStack.remove('stale');
    expect(await weights()).toEqual([
      ['r1', 0],
      ['r2', 100],
      ['r3', 0],
    ]);
  });

  test('is made again without a word to the listener', async () => {
    await fleet.cloud.ensureSide(ref, fleet.side('r2'));
    fleet.calls();
    await fleet.cloud.ensureSide(ref, fleet.side('r2'));
    expect(fleet.calls()).not.toContain('ModifyListener');
  });
});

describe('a look that does not show the live side', () => {
  test('is no look, and the next one asks for what it left out', async () => {
    const known = await fleet.cloud.observe(ref);
    await fleet.cloud.ensureSide(ref, fleet.side('r2'));
    const arn = sideOf(known, 'r1')?.targetGroupArn ?? '';
    fleet.aws.elbv2.middlewareStack.add(
      (next) => (args) => {
        const { ResourceArns = [] } = args.input as { readonly ResourceArns?: readonly string[] };
        if (!ResourceArns.includes(arn)) return next(args);
        throw new CloudError('not-found', 'TargetGroupNotFound', 'One or more target groups not found');
      },
      { step: 'initialize', name: 'behind' },
    );
    await expect(fleet.cloud.observe(ref, known)).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('target group shop-production-r1, which is not shown') as string,
    });
    fleet.aws.elbv2.middlewareStack.remove('behind');
    const seen = await fleet.cloud.observe(ref, known);
    expect(seen.sides.map(({ weight }) => weight)).toEqual([100, 0]);
  });
});
