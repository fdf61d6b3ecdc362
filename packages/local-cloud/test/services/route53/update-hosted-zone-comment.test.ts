import { UpdateHostedZoneCommentCommand } from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { createZone, eachDnsCloud } from './route53-cloud.ts';

const it = eachDnsCloud();

test('a comment is changed, and deleted by none', async () => {
  const Id = await createZone(it.local, 'example.com', { HostedZoneConfig: { Comment: 'one' } });
  const update = async (more: object): Promise<string | undefined> => {
    const input = { Id, ...more };
    const { HostedZone } = await it.local.route53.send(new UpdateHostedZoneCommentCommand(input));
    return HostedZone?.Config?.Comment;
  };
  expect(await update({ Comment: 'two' })).toBe('two');
  expect(await update({})).toBeUndefined();
});
