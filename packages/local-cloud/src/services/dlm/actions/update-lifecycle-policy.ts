import { UpdateLifecyclePolicyCommand } from '@aws-sdk/client-dlm';
import { on, type Route } from '../../../wire/route.ts';
import { invalidRequest } from '../dlm-errors.ts';
import { readDetails } from '../read-details.ts';
import { readState } from '../read-state.ts';
import { requirePolicy } from '../require-policy.ts';
import { requireExecutionRole } from '../require-role.ts';

/** Data Lifecycle Manager UpdateLifecyclePolicy: what is not given stays as it is; details are given as a whole. */
export const route: Route = on(UpdateLifecyclePolicyCommand, (input, { cloud }) => {
  const { id, schedules: before } = requirePolicy(cloud, input.PolicyId);
  const { State, Description: description, ExecutionRoleArn, PolicyDetails } = input;
  const state = State === undefined ? undefined : readState(State);
  const details = PolicyDetails === undefined ? undefined : readDetails(PolicyDetails, cloud.now());
  for (const { name, retain } of details?.schedules ?? []) {
    const was = before.find((schedule) => schedule.name === name);
    if (was !== undefined && 'count' in was.retain !== 'count' in retain) {
      throw invalidRequest('A retention by count cannot become one by age, nor the other way round.');
    }
  }
  cloud.tables.lifecyclePolicies.update(id, {
    ...(state !== undefined && { state }),
    ...(description !== undefined && { description }),
    ...(ExecutionRoleArn !== undefined && { roleArn: requireExecutionRole(cloud, ExecutionRoleArn) }),
    ...details,
    modifiedAt: cloud.now(),
  });
  cloud.poke();
  return {};
});
