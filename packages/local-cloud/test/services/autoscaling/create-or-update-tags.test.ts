import {
  type DescribeTagsCommandOutput,
  type Tag,
  CreateOrUpdateTagsCommand,
  DeleteTagsCommand,
  DescribeTagsCommand,
} from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, startGroupCloud } from './group-cloud.ts';

describe('CreateOrUpdateTags', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  const tag = (Key: string, Value?: string): Tag => ({
    ResourceId: 'web',
    ResourceType: 'auto-scaling-group',
    Key,
    Value,
    PropagateAtLaunch: true,
  });
  const values = async (): Promise<readonly unknown[]> =>
    ((await test.autoScaling.send(new DescribeTagsCommand({}))).Tags ?? []).map(({ Key, Value }) => [
      Key,
      Value,
    ]);

  it('adds and replaces by key', async () => {
    await test.createGroup({ Tags: [{ Key: 'a', Value: '1' }] });
    await test.autoScaling.send(new CreateOrUpdateTagsCommand({ Tags: [tag('a', '2'), tag('b', '3')] }));
    expect(await values()).toEqual([
      ['a', '2'],
      ['b', '3'],
    ]);
  });

  it('lets DeleteTags take them away', async () => {
    await test.createGroup({
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    });
    await test.autoScaling.send(new DeleteTagsCommand({ Tags: [tag('a')] }));
    expect(await values()).toEqual([['b', '2']]);
  });

  it('refuses keys of AWS', async () => {
    await test.createGroup();
    const request = { Tags: [tag('aws:x', 'y')] };
    await expect(test.autoScaling.send(new CreateOrUpdateTagsCommand(request))).rejects.toThrow(
      /aws: prefixed/,
    );
  });

  it('lets DescribeTags filter', async () => {
    await test.createGroup({ Tags: [{ Key: 'a', Value: '1' }] });
    const filter = (Name: string, value: string): Promise<DescribeTagsCommandOutput> =>
      test.autoScaling.send(new DescribeTagsCommand({ Filters: [{ Name, Values: [value] }] }));
    expect((await filter('auto-scaling-group', 'web')).Tags).toHaveLength(1);
    expect((await filter('key', 'b')).Tags).toEqual([]);
    expect((await filter('propagate-at-launch', 'false')).Tags).toHaveLength(1);
  });
});
