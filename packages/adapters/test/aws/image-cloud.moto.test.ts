import { DescribeImagesCommand } from '@aws-sdk/client-ec2';
import { CloudError } from '@imago/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAwsClients } from '../../src/aws/clients.ts';
import type { AwsClients } from '../../src/aws/clients.ts';
import { createImageCloud } from '../../src/aws/image-cloud.ts';
import { createKeyPairs } from '../../src/ssh/key-pairs.ts';
import { hasMoto, startMoto } from './moto.ts';
import type { Moto } from './moto.ts';

const { signal } = new AbortController();
const temporary = { 'imago:temporary': 'b1' };
const baked = { 'imago:bake': 'b1' };

describe.skipIf(!hasMoto)(
  `the image cloud on moto${hasMoto ? '' : ' (skipped: Python has no moto[server] here)'}`,
  () => {
    let moto: Moto;
    let aws: AwsClients;

    beforeAll(async () => {
      moto = await startMoto();
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      aws = createAwsClients({ region: 'us-east-1', endpoint: moto.endpoint, credentials });
    }, 60_000);

    afterAll(() => {
      aws.close();
      moto.stop();
    });

    it('makes all that a bake needs, finds it by tag, and takes it away again', async () => {
      const cloud = createImageCloud(aws);
      const imageId = (await aws.ec2.send(new DescribeImagesCommand({}))).Images?.[0]?.ImageId ?? '';
      const { publicKey } = await createKeyPairs().make();
      await cloud.importKeyPair({ name: 'k1', publicKey, tags: temporary }, signal);
      const group = await cloud.createSecurityGroup(
        { name: 'g1', description: 'a group', tags: temporary },
        signal,
      );
      await cloud.allowTcp(group, 22, ['0.0.0.0/0'], signal);
      const spec = {
        clientToken: 't',
        imageId,
        instanceType: 't3.small',
        keyName: 'k1',
        securityGroupIds: [group],
      };
      const { id } = await cloud.runInstance({ ...spec, tags: temporary, volumeTags: {} }, signal);
      expect(await cloud.describeInstance(id, signal)).toMatchObject({ id, state: 'running' });

      const tagged = await cloud.findTagged({ key: 'imago:temporary' }, signal);
      expect(tagged.map(({ kind }) => kind).toSorted()).toEqual(['instance', 'key-pair', 'security-group']);

      await cloud.stopInstance(id, signal);
      expect(await cloud.describeInstance(id, signal)).toMatchObject({ state: 'stopped' });
      const made = await cloud.createImage(
        { instanceId: id, name: 'n1', tags: baked, snapshotTags: baked },
        signal,
      );
      const [image] = await cloud.findImages(
        { owners: ['self'], filters: { 'tag:imago:bake': ['b1'] } },
        signal,
      );
      expect(image).toMatchObject({ id: made, name: 'n1', state: 'available', tags: baked });
      expect(image?.snapshotIds).toHaveLength(1);
      const kept = await cloud.findTagged({ key: 'imago:bake', value: 'b1' }, signal);
      expect(kept.map(({ kind }) => kind).toSorted()).toEqual(['image', 'snapshot']);

      await cloud.terminateInstance(id, signal);
      await cloud.deleteSecurityGroup(group, signal);
      await cloud.deleteKeyPair('k1', signal);
      await cloud.deregisterImage(made, signal);
      for (const snapshot of image?.snapshotIds ?? []) await cloud.deleteSnapshot(snapshot, signal);
      expect(await cloud.findTagged({ key: 'imago:temporary' }, signal)).toEqual([]);
      expect(await cloud.findTagged({ key: 'imago:bake' }, signal)).toEqual([]);
    });

    it('takes what is gone for deleted, and what is not there for not found', async () => {
      const cloud = createImageCloud(aws);
      await cloud.deleteKeyPair('nobody', signal);
      await cloud.deleteSecurityGroup('sg-00000000000000000', signal);
      await cloud.terminateInstance('i-00000000000000000', signal);
      await cloud.deregisterImage('ami-00000000000000000', signal);
      await cloud.deleteSnapshot('snap-00000000000000000', signal);
      expect(await cloud.describeInstance('i-00000000000000000', signal)).toBeUndefined();
      expect(await cloud.findImages({ ids: ['ami-00000000000000000'] }, signal)).toEqual([]);
      expect(await cloud.vpcOfSubnet('subnet-00000000000000000', signal)).toBeUndefined();
      await expect(cloud.stopInstance('i-00000000000000000', signal)).rejects.toBeInstanceOf(CloudError);
    });
  },
);
