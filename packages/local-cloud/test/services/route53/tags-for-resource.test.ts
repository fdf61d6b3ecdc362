import {
  ChangeTagsForResourceCommand,
  ListTagsForResourceCommand,
  ListTagsForResourcesCommand,
} from '@aws-sdk/client-route-53';
import { beforeEach, expect, test } from 'vitest';
import { refusal } from '../refusal.ts';
import { createZone, eachDnsCloud } from './route53-cloud.ts';

const it = eachDnsCloud();
let zone: { ResourceType: 'hostedzone'; ResourceId: string };

beforeEach(async () => {
  zone = { ResourceType: 'hostedzone', ResourceId: await createZone(it.local, 'example.com') };
});

const changeTags = (change: object): Promise<unknown> =>
  it.local.route53.send(new ChangeTagsForResourceCommand({ ...zone, ...change }));

test('tags are added, overwritten and removed', async () => {
  await changeTags({
    AddTags: [
      { Key: 'team', Value: 'a' },
      { Key: 'old', Value: '' },
    ],
  });
  await changeTags({ AddTags: [{ Key: 'team', Value: 'b' }], RemoveTagKeys: ['old'] });
  const { ResourceTagSet } = await it.local.route53.send(new ListTagsForResourceCommand(zone));
  expect(ResourceTagSet).toEqual({ ...zone, Tags: [{ Key: 'team', Value: 'b' }] });
  const { ResourceTagSets } = await it.local.route53.send(
    new ListTagsForResourcesCommand({ ResourceType: 'hostedzone', ResourceIds: [zone.ResourceId] }),
  );
  expect(ResourceTagSets).toEqual([ResourceTagSet]);
});

test.each([
  ['InvalidInput', 400, {}],
  ['InvalidInput', 400, { AddTags: [{ Key: 'aws:mine', Value: '' }] }],
  ['NoSuchHostedZone', 404, { ResourceId: 'Z1', RemoveTagKeys: ['a'] }],
  ['NoSuchHealthCheck', 404, { ResourceType: 'healthcheck', RemoveTagKeys: ['a'] }],
])('%s (%i) for %j', async (name, status, change) => {
  await expect(changeTags(change)).rejects.toMatchObject(refusal(name, status));
});
