import { DescribeImagesCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createAwsClients,
  createClusterCloud,
  createClusterSampler,
  createFleetCloud,
  createHttpProber,
  createS3StateStore,
  createSystemIdentity,
  stateBucketName,
  systemClock,
} from '@imago/adapters';
import type { AwsClients } from '@imago/adapters';
import { deploy, destroy, isGone, milliseconds, rollback, seconds } from '@imago/engine';
import type { RolloutPorts } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { hasMoto, startMoto } from './moto.ts';
import type { Moto } from './moto.ts';

const ref = { project: 'shop', environment: 'production' };
const settings = fleetSettings({
  probe: 'off',
  strategy: {
    kind: 'blue-green',
    minHealthyTime: milliseconds(100),
    healthyDeadline: seconds(20),
    bakeTime: milliseconds(100),
    keepPrevious: seconds(3600),
    progressDeadline: seconds(60),
    autoRollback: true,
  },
});

// moto is an AWS server by other hands: what it does not check is in shared/research/moto.md.
describe.skipIf(!hasMoto)(
  `fleets on moto${hasMoto ? '' : ' (skipped: Python has no moto[server] here)'}`,
  () => {
    let moto: Moto;
    let aws: AwsClients;
    let ports: RolloutPorts;
    const { signal } = new AbortController();
    let image = '';

    beforeAll(async () => {
      moto = await startMoto();
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      aws = createAwsClients({ region: 'eu-central-1', endpoint: moto.endpoint, credentials });
      ports = {
        cloud: createFleetCloud(aws),
        clusters: createClusterCloud(aws),
        clusterHealth: createClusterSampler({ directory: '.', env: {} }),
        state: createS3StateStore(aws, await stateBucketName(aws)),
        clock: systemClock,
        prober: createHttpProber(),
        checks: { sample: () => Promise.resolve({ ok: true, detail: 'not asked' }) },
        tests: { check: () => Promise.resolve(undefined), run: () => Promise.reject(new Error('not asked')) },
        identity: await createSystemIdentity(),
        poll: milliseconds(50),
        emit: () => undefined,
      };
      const { Images } = await aws.ec2.send(new DescribeImagesCommand({}));
      image = Images?.[0]?.ImageId ?? '';
    }, 60_000);

    afterAll(() => {
      aws?.close();
      moto?.stop();
    });

    test('go from one release to the next, back by weights, and away', async () => {
      const first = await deploy({ ...ref, image: { id: image }, settings }, ports, signal);
      expect(first).toMatchObject({ kind: 'deployed', release: { id: 'r1' } });
      const changed = { ...settings, userData: '#!/bin/sh\n' };
      const second = await deploy({ ...ref, image: { id: image }, settings: changed }, ports, signal);
      expect(second).toMatchObject({ kind: 'deployed', release: { id: 'r2' }, previous: 'r1' });
      const { sides } = await ports.cloud.observe(ref);
      expect(sides.map(({ release, weight }) => [release, weight])).toEqual([
        ['r1', 0],
        ['r2', 100],
      ]);
      expect(sides[0]?.group?.retirement).toBeDefined();
      expect(await rollback(ref, ports, signal)).toMatchObject({ kind: 'deployed', release: { id: 'r1' } });
      expect(await destroy(ref, ports, signal)).toMatchObject({ kind: 'destroyed' });
      expect(isGone(await ports.cloud.observe(ref))).toBe(true);
    }, 60_000);

    test('are rolled in place and tested apart from users, as another AWS has it', async () => {
      await deploy({ ...ref, image: { id: image }, settings }, ports, signal);
      const { cloud } = ports;
      const [side] = (await cloud.observe(ref)).sides;
      if (side === undefined) throw new Error('no side');
      expect(side.group?.instances[0]).toMatchObject({
        release: side.release,
        launchedAt: expect.any(Date) as Date,
      });
      await cloud.ensureTemplate(ref, { release: 'r900', image: { id: image }, settings });
      await cloud.setTemplate(ref, side.release, 'r900');
      await cloud.setTestTraffic(ref, [side.release]);
      const before = await cloud.observe(ref);
      expect(before.listener?.testTraffic).toEqual([side.release]);
      const { instances = [] } = before.sides[0]?.group ?? {};
      const ended = instances[0]?.id ?? '';
      await cloud.terminate(ref, side.release, [ended], false);
      const group = (await cloud.observe(ref, before)).sides[0]?.group;
      expect(group).toMatchObject({ launches: 'r900', capacity: before.sides[0]?.group?.capacity });
      expect(group?.instances.map(({ id }) => id)).not.toContain(ended);
      await cloud.setTestTraffic(ref, []);
      expect((await cloud.observe(ref)).listener?.testTraffic).toEqual([]);
      expect(await destroy(ref, ports, signal)).toMatchObject({ kind: 'destroyed' });
    }, 60_000);

    test('leave a sibling alone whose name begins alike', async () => {
      const sibling = { project: 'shop', environment: 'production-2' };
      await deploy({ ...ref, image: { id: image }, settings }, ports, signal);
      await deploy({ ...sibling, image: { id: image }, settings }, ports, signal);
      await destroy(ref, ports, signal);
      const { sides, loadBalancer } = await ports.cloud.observe(sibling);
      expect(sides).toHaveLength(1);
      expect(loadBalancer?.state).toBe('active');
      await destroy(sibling, ports, signal);
    }, 60_000);
  },
);
