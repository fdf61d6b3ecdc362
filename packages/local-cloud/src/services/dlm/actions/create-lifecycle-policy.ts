import { CreateLifecyclePolicyCommand } from '@aws-sdk/client-dlm';
import { on, type Route } from '../../../wire/route.ts';
import { newId } from '../../ids.ts';
import { invalidRequest, unsupported } from '../dlm-errors.ts';
import { addPolicyTags } from '../policy-tags.ts';
import { readDetails } from '../read-details.ts';
import { readState } from '../read-state.ts';
import { requireExecutionRole } from '../require-role.ts';

const MOST_POLICIES = 100;

/** Data Lifecycle Manager CreateLifecyclePolicy: snapshots of volumes with a tag, on schedules. */
export const route: Route = on(CreateLifecyclePolicyCommand, (input, { cloud }) => {
  const { Description: description = '' } = input;
  if (input.DefaultPolicy !== undefined) throw unsupported('A default policy', 'leave DefaultPolicy out');
  const state = readState(input.State);
  if (!/^[\w -]{1,500}$/.test(description)) {
    throw invalidRequest('A description has letters, digits, spaces, _ and -, and up to 500 of them.');
  }
  const details = readDetails(input.PolicyDetails, cloud.now());
  const roleArn = requireExecutionRole(cloud, input.ExecutionRoleArn ?? '');
  if (cloud.tables.lifecyclePolicies.size >= MOST_POLICIES) {
    throw invalidRequest(`You can have up to ${MOST_POLICIES} lifecycle policies.`);
  }
  const id = newId('policy');
  const now = cloud.now();
  cloud.tables.lifecyclePolicies.put({
    id,
    arn: `arn:aws:dlm:${cloud.region}:${cloud.accountId}:policy/${id}`,
    description,
    state,
    roleArn,
    ...details,
    createdAt: now,
    modifiedAt: now,
    tags: addPolicyTags({}, input.Tags),
  });
  return { PolicyId: id };
});
