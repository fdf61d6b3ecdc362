import { GetLifecyclePoliciesCommand, type GetLifecyclePoliciesCommandInput } from '@aws-sdk/client-dlm';
import { expect, test } from 'vitest';
import { refusal } from '../refusal.ts';
import { createPolicy, eachDlmCloud, schedule } from './dlm-cloud.ts';

const it = eachDlmCloud();

async function found(input: GetLifecyclePoliciesCommandInput): Promise<readonly (string | undefined)[]> {
  const { Policies = [] } = await it.local.dlm.send(new GetLifecyclePoliciesCommand(input));
  return Policies.map(({ Description }) => Description);
}

test('policies are found by id, state and tags', async () => {
  const one = await createPolicy(it.local, undefined, { Description: 'one' });
  await createPolicy(it.local, [schedule({ TagsToAdd: [{ Key: 'by', Value: 'dlm' }] })], {
    Description: 'two',
    State: 'DISABLED',
  });
  expect(await found({})).toEqual(['one', 'two']);
  expect(await found({ PolicyIds: [one] })).toEqual(['one']);
  expect(await found({ State: 'DISABLED' })).toEqual(['two']);
  expect(await found({ TargetTags: ['backup=yes'], ResourceTypes: ['VOLUME'] })).toEqual(['one', 'two']);
  expect(await found({ TargetTags: ['backup=no'] })).toEqual([]);
  expect(await found({ TagsToAdd: ['by=dlm'] })).toEqual(['two']);
  expect(await found({ DefaultPolicyType: 'ALL' })).toEqual([]);
});

test('an id that there is not is refused', async () => {
  await expect(found({ PolicyIds: ['policy-0'] })).rejects.toMatchObject(
    refusal('ResourceNotFoundException', 404),
  );
});
