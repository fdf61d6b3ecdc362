import { CreateLifecyclePolicyCommand, GetLifecyclePolicyCommand } from '@aws-sdk/client-dlm';
import { expect, test } from 'vitest';
import { refusal } from '../refusal.ts';
import { eachDlmCloud, policyInput, ROLE, schedule } from './dlm-cloud.ts';

const it = eachDlmCloud();
const create = (...input: Parameters<typeof policyInput>) =>
  it.local.dlm.send(new CreateLifecyclePolicyCommand(policyInput(...input)));

test('a policy comes back as it was sent, with what AWS adds', async () => {
  const { PolicyId } = await create(undefined, { Tags: { team: 'data' } });
  const { Policy } = await it.local.dlm.send(new GetLifecyclePolicyCommand({ PolicyId }));
  expect(Policy).toMatchObject({
    PolicyId: expect.stringMatching(/^policy-[0-9a-f]{17}$/),
    PolicyArn: `arn:aws:dlm:us-east-1:000000000000:policy/${PolicyId}`,
    Description: 'data',
    State: 'ENABLED',
    ExecutionRoleArn: ROLE,
    DateCreated: new Date('2026-11-21T10:00:00Z'),
    Tags: { team: 'data' },
    PolicyDetails: {
      ...policyInput().PolicyDetails,
      Schedules: [
        { Name: 'six-hourly', CreateRule: { Interval: 6, Times: ['00:00'] }, RetainRule: { Count: 2 } },
      ],
    },
  });
});

test('what the SDK itself requires is asked for', async () => {
  const input = policyInput(undefined, { ExecutionRoleArn: undefined });
  await expect(it.local.dlm.send(new CreateLifecyclePolicyCommand(input))).rejects.toMatchObject({
    ...refusal('InvalidRequestException', 400),
    message: 'The following required parameter(s) are missing: {ExecutionRoleArn}',
  });
});

test.each([
  [
    'an interval between AWS’s own',
    { CreateRule: { Interval: 5, IntervalUnit: 'HOURS' as const } },
    /1, 2, 3/,
  ],
  ['a time that is none', { CreateRule: { Interval: 6, Times: ['25:00'] } }, /hh:mm/],
  [
    'a schedule by cron',
    { CreateRule: { CronExpression: 'cron(0 0 ? * * *)' } },
    /CronExpression is not supp/,
  ],
  ['none kept', { RetainRule: { Count: 0 } }, /from 1 to 1000/],
  ['no retention', { RetainRule: {} }, /must have Count/],
  ['copies in other regions', { CrossRegionCopyRules: [{ Encrypted: false }] }, /not supported/],
])('%s is refused', async (_, more, message) => {
  await expect(create([schedule(more)])).rejects.toMatchObject({
    ...refusal('InvalidRequestException', 400),
    message: expect.stringMatching(message),
  });
});

test('a policy needs tags, and volumes', async () => {
  const { PolicyDetails } = policyInput();
  const without = (details: object) => create(undefined, { PolicyDetails: { ...PolicyDetails, ...details } });
  await expect(without({ TargetTags: [] })).rejects.toThrow(
    'The following required parameter(s) are missing: {TargetTags}',
  );
  await expect(without({ ResourceTypes: ['INSTANCE'] })).rejects.toThrow(/INSTANCE is not supported/);
  await expect(without({ PolicyType: 'IMAGE_MANAGEMENT' })).rejects.toThrow(/IMAGE_MANAGEMENT is not supp/);
});

test('a role that does not exist is refused', async () => {
  await expect(
    create(undefined, { ExecutionRoleArn: 'arn:aws:iam::000000000000:role/nobody' }),
  ).rejects.toMatchObject(refusal('InvalidRequestException', 400));
});
