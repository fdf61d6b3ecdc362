import {
  GetLifecyclePolicyCommand,
  UpdateLifecyclePolicyCommand,
  type UpdateLifecyclePolicyCommandInput,
} from '@aws-sdk/client-dlm';
import { expect, test } from 'vitest';
import { refusal } from '../refusal.ts';
import {
  createPolicy,
  createVolume,
  eachDlmCloud,
  pass,
  policyInput,
  schedule,
  snapshots,
} from './dlm-cloud.ts';

const it = eachDlmCloud();
const update = (input: UpdateLifecyclePolicyCommandInput) =>
  it.local.dlm.send(new UpdateLifecyclePolicyCommand(input));

test('what is not given stays', async () => {
  const PolicyId = await createPolicy(it.local);
  await update({ PolicyId, Description: 'other' });
  const { Policy } = await it.local.dlm.send(new GetLifecyclePolicyCommand({ PolicyId }));
  expect(Policy).toMatchObject({
    Description: 'other',
    State: 'ENABLED',
    PolicyDetails: { Schedules: [{ CreateRule: { Interval: 6 } }] },
  });
});

test('a new interval counts from now on', async () => {
  await createVolume(it.local, { backup: 'yes' });
  const PolicyId = await createPolicy(it.local);
  const hourly = schedule({ CreateRule: { Interval: 1, Times: ['00:00'] } });
  await update({ PolicyId, PolicyDetails: policyInput([hourly]).PolicyDetails });
  await pass(it.local, 1);
  expect(await snapshots(it.local)).toHaveLength(1);
});

test('a disabled policy neither makes nor deletes', async () => {
  await createVolume(it.local, { backup: 'yes' });
  const PolicyId = await createPolicy(it.local);
  for (let run = 0; run < 2; run += 1) await pass(it.local, 6);
  await update({ PolicyId, State: 'DISABLED' });
  const fewer = schedule({ RetainRule: { Count: 1 } });
  await update({ PolicyId, PolicyDetails: policyInput([fewer]).PolicyDetails });
  await pass(it.local, 6);
  expect(await snapshots(it.local)).toHaveLength(2);
  await update({ PolicyId, State: 'ENABLED' });
  await it.local.tick();
  // What came due meanwhile is made once, and then as many stay as now are to.
  expect(await snapshots(it.local)).toHaveLength(1);
});

test('a count does not become an age', async () => {
  const PolicyId = await createPolicy(it.local);
  const byAge = schedule({ RetainRule: { Interval: 1, IntervalUnit: 'DAYS' } });
  await expect(update({ PolicyId, PolicyDetails: policyInput([byAge]).PolicyDetails })).rejects.toMatchObject(
    refusal('InvalidRequestException', 400),
  );
});

test('a policy that there is not is refused', async () => {
  await expect(update({ PolicyId: 'policy-0' })).rejects.toMatchObject(
    refusal('ResourceNotFoundException', 404),
  );
});
