import { expect, test } from 'vitest';
import { STSClient } from '@aws-sdk/client-sts';
import { stateBucketName } from '../../src/state/state-bucket.ts';

const sts = new STSClient({ region: 'eu-central-1' });
// nobody is asked
sts.middlewareStack.add(
  () => () => Promise.resolve({ output: { Account: '123456789012', $metadata: {} }, response: {} }),
  { step: 'initialize' },
);
const aws = { sts, region: 'eu-central-1' };

test('the state bucket is named after account and region', async () => {
  expect(await stateBucketName(aws, {})).toBe('imago-state-123456789012-eu-central-1');
});

test('IMAGO_STATE_BUCKET names another one', async () => {
  expect(await stateBucketName(aws, { IMAGO_STATE_BUCKET: 'shop-state' })).toBe('shop-state');
});
